using System.Runtime.Versioning;
using System.Text;
using LibTorch.Interop;

namespace LibTorch.Tests.Interop;

/// <summary>The record in a native library of what it was built for, and the version in the name of a libtorch's file.</summary>
[SupportedOSPlatform("linux")]
public sealed class BuiltForTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-records-").FullName;

    private static string Native => Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Each replacement is as long as what it replaces, so that the library stays complete.
    [Theory]
    [InlineData("ltf_built_for libtorch=", "ltf_built_for libtorhc=")]
    [InlineData("libtorch=1", "libtorch= ")]
    [InlineData("libtorch=2", "libtorch= ")]
    [InlineData(" cxx11_abi=", " cxx11-abi=")]
    [InlineData(" cxx11_abi=0", " cxx11_abi=7")]
    [InlineData(" cxx11_abi=1", " cxx11_abi=7")]
    [InlineData(" boundary=", " bounds.ry=")]
    [InlineData(" boundary=?", " boundary=g")]
    [InlineData(" boundary=?", " boundary= ")]
    [InlineData(" folder=", " folded=")]
    [InlineData(" folder=?", " folder=\0")]
    [InlineData(" folder=?", " folder=\n")]
    public void A_record_of_another_form_is_refused(string part, string replacement)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Native));
        var start = text.IndexOf("ltf_built_for libtorch=", StringComparison.Ordinal);
        var end = text.IndexOf('\0', start);
        var record = text[start..end];

        // A question mark stands for any letter.
        var at = record.IndexOf(part.TrimEnd('?'), StringComparison.Ordinal);
        Assert.SkipWhen(at < 0, "this record has another number there");
        var changed = record.Remove(at, part.Length).Insert(at, replacement);
        var file = Path.Combine(_folder, NativeLoader.FileName);
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(text[..start] + changed + text[end..]));
        Assert.Contains("does not say which libtorch", Assert.Throws<BadImageFormatException>(() => BuiltFor.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_is_read()
    {
        var file = Path.Combine(_folder, NativeLoader.FileName);
        File.Copy(Native, file);
        var read = BuiltFor.Read(file);
        Assert.Equal(Torch.Version, read.Version);
        Assert.Equal(LibTorch.Interop.Boundary.Hash, read.Boundary);
        Assert.Equal(StandInLibTorch.Native with { Path = file, Libraries = read.Libraries }, read);
        Assert.Equal(StandInLibTorch.Native.Libraries, read.Libraries);
    }

    [Theory]
    [InlineData("libtorch_cpu.so.1.13.0", "1.13.0")]
    [InlineData("libtorch_cpu.so.2.6", "2.6")]
    [InlineData("libtorch_cpu.so.2", "")]
    [InlineData("libtorch_cpu.so.2.6.old", "")]
    [InlineData("libtorch_cpu.so.2.6x", "")]
    [InlineData("libtorch_cpu.so.", "")]
    [InlineData("libtorch_cpu.so", "")]
    public void The_end_of_a_file_name_is_a_version_if_it_is_nothing_else(string name, string version)
    {
        var place = Directory.CreateDirectory(Path.Combine(_folder, "1.5"));
        File.WriteAllText(Path.Combine(place.FullName, name), "");
        var found = LibTorchFolder.In(place.FullName).ToList();

        // Files of another name are no libtorch, and all of these are.
        Assert.Equal(version, Assert.Single(found).Version);
    }
}
