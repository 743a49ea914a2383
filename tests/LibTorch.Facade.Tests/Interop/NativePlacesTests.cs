using System.Runtime.Versioning;
using LibTorch.Interop;

namespace LibTorch.Tests.Interop;

/// <summary>Where the native library is looked for, and which of several is taken.</summary>
[SupportedOSPlatform("linux")]
public sealed class NativePlacesTests : IDisposable
{
    private static readonly string Version = StandInLibTorch.Native.Version;

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-places-").FullName;

    public NativePlacesTests() => DoctorProgram.CopyTo(_folder);

    private string Packaged => Path.Combine(_folder, BesideTheApplication.PackageFolder);

    private string Cache => Path.Combine(_folder, "cache");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_one_that_fits_is_taken_from_those_of_a_package()
    {
        Put(Path.Combine(Packaged, "libtorch_facade-0.9.0.so"), ForAnother());
        Put(Path.Combine(Packaged, $"libtorch_facade-{Version}.so"));
        var report = Well();
        Assert.Contains($"native     {Packaged}/libtorch_facade-{Version}.so, built for libtorch {Version}\n", report, StringComparison.Ordinal);
        Assert.Contains($" {_folder}: no libtorch_facade.so\n", report, StringComparison.Ordinal);
        Assert.Contains($" {Packaged}/libtorch_facade-0.9.0.so: built for libtorch 9", report, StringComparison.Ordinal);
        Assert.Contains($" {Packaged}/libtorch_facade-{Version}.so: in use\n", report, StringComparison.Ordinal);
        Assert.Contains($" {DoctorProgram.NoCache}/libtorch-facade: no such folder\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_does_not_fit_is_not_in_the_way()
    {
        Put(Path.Combine(_folder, NativeLoader.FileName), ForAnother());
        Put(Path.Combine(Packaged, $"libtorch_facade-{Version}.so"));
        Assert.Contains($" {Packaged}/libtorch_facade-{Version}.so: in use\n", Well(), StringComparison.Ordinal);
    }

    // Such as one that was compiled on a newer Debian.
    [Fact]
    public void One_that_asks_for_a_newer_C_library_is_not_in_the_way()
    {
        Put(Path.Combine(_folder, NativeLoader.FileName), ForANewerSystem());
        var (exit, output) = DoctorProgram.Run(folder: _folder);
        Assert.Equal(1, exit);
        Assert.Matches(@"libtorch_facade\.so: .*version `GLIBC_9\S+' not found", output);
        Put(Path.Combine(Packaged, $"libtorch_facade-{Version}.so"));
        Assert.Contains($" {Packaged}/libtorch_facade-{Version}.so: in use\n", Well(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_fits_all_of_them_are_told()
    {
        Put(Path.Combine(Packaged, "libtorch_facade-0.9.0.so"), ForAnother());
        Put(Path.Combine(Packaged, $"libtorch_facade-{Version}.so"));
        using StandInLibTorch other = new();
        var (exit, output) = DoctorProgram.Run(other.Version("7.1.2").Root, folder: _folder);
        Assert.Equal(1, exit);
        Assert.Matches($@"\(LIBTORCH\): libtorch 7\.1\.2, but the native libraries were built for libtorch 9\S+ and {Version}\n", output);
    }

    [Fact]
    public void One_of_another_version_of_the_facade_is_not_loaded()
    {
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        System.Text.Encoding.UTF8.GetBytes("boundary=0000").CopyTo(whole.AsSpan(whole.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes($"boundary={LibTorch.Interop.Boundary.Hash}"))));
        Put(Path.Combine(_folder, NativeLoader.FileName), whole);
        var (exit, output) = DoctorProgram.Run(folder: _folder);
        Assert.Equal(1, exit);
        Assert.Contains($"{_folder}/libtorch_facade.so: it belongs to another version of LibTorch.Facade\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_cache_is_the_last_place()
    {
        Put(InCache(Version));
        Assert.Contains($" {InCache(Version)}: in use\n", Well(), StringComparison.Ordinal);
    }

    // What others can write to would be loaded into the program.
    [Theory]
    [InlineData("")]
    [InlineData("VERSION-0123456789ab")]
    [InlineData("VERSION-0123456789ab/libtorch_facade.so")]
    public void A_cache_that_others_can_write_to_is_not_used(string open)
    {
        Put(InCache(Version));
        var path = Path.TrimEndingDirectorySeparator(Path.Combine(Cache, "libtorch-facade", open.Replace("VERSION", Version, StringComparison.Ordinal)));
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherWrite);
        Refused($"not used, as others can write to {path}");
    }

    [Fact]
    public void A_link_in_the_cache_is_not_followed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InCache(Version))!);
        File.CreateSymbolicLink(InCache(Version), StandInLibTorch.Native.Path);
        Refused($"not used, as {InCache(Version)} is a link");
    }

    [Fact]
    public void A_cache_that_is_somebody_elses_is_not_used()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root gives files to others");
        Put(InCache(Version));
        Assert.Equal(0, ChildProcess.Run("chown", ["daemon", InCache(Version)]).ExitCode);
        Refused($"not used, as {InCache(Version)} belongs to somebody else");
    }

    /// <summary>Debian's libraries under the names that a Python's torch gives them, as they are in no way other to a program.</summary>
    [Fact]
    public void A_libtorch_whose_libraries_have_other_names_is_used()
    {
        var lib = Directory.CreateDirectory(Path.Combine(_folder, "torch/lib")).FullName;
        var names = StandInLibTorch.Native.Libraries.ToDictionary(name => name, name => name[..(name.IndexOf(".so", StringComparison.Ordinal) + 3)]);
        foreach (var (name, plain) in names)
        {
            var bytes = File.ReadAllBytes(Path.Combine(StandInLibTorch.Native.Folder, name));
            foreach (var (old, other) in names)
            {
                Rename(bytes, old, other);
            }

            File.WriteAllBytes(Path.Combine(lib, plain), bytes);
            Assert.Equal(plain, ElfFile.Read(Path.Combine(lib, plain)).Name);
        }

        File.WriteAllText(Path.Combine(_folder, "torch/build-version"), Version);
        Put(Path.Combine(_folder, NativeLoader.FileName));
        Assert.Contains($"libtorch   {Version} in {lib} (LIBTORCH)\n", Well(Path.Combine(_folder, "torch")), StringComparison.Ordinal);
    }

    private static void Rename(Span<byte> bytes, string old, string other)
    {
        var sought = System.Text.Encoding.UTF8.GetBytes($"\0{old}\0");
        for (int at = 0, next; (next = bytes[at..].IndexOf(sought)) >= 0; at += next + old.Length)
        {
            bytes.Slice(at + next + 1 + other.Length, old.Length - other.Length).Clear();
        }
    }

    private static byte[] ForAnother()
    {
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        "ltf_built_for libtorch=9"u8.CopyTo(whole.AsSpan(whole.AsSpan().IndexOf("ltf_built_for libtorch="u8)));
        return whole;
    }

    private static byte[] ForANewerSystem()
    {
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        "GLIBC_9"u8.CopyTo(whole.AsSpan(whole.AsSpan().IndexOf("GLIBC_2"u8)));
        return whole;
    }

    private static void Put(string path, byte[]? bytes = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes ?? File.ReadAllBytes(StandInLibTorch.Native.Path));
    }

    private string InCache(string version) => Path.Combine(Cache, "libtorch-facade", $"{version}-0123456789ab", NativeLoader.FileName);

    private string Well(string? libtorch = null)
    {
        var (exit, output) = DoctorProgram.Run(libtorch, folder: _folder, cache: Directory.Exists(Cache) ? Cache : DoctorProgram.NoCache);
        Assert.True(exit == 0, output);
        return output;
    }

    private void Refused(string why)
    {
        var (exit, output) = DoctorProgram.Run(folder: _folder, cache: Cache);
        Assert.Equal(1, exit);
        Assert.Contains(why, output, StringComparison.Ordinal);
    }
}
