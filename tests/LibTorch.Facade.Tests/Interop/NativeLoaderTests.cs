using LibTorch.Interop;
using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Interop;

/// <summary>What does not load is told with what was tried, what was found, and what mends it; and it never ends the process.</summary>
public sealed class NativeLoaderTests : IDisposable
{
    private static readonly string Version = StandInLibTorch.Native.Version;

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-loader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_native_library_that_was_deleted()
    {
        var problem = DoctorProgram.Problem(native: "/nonexistent/libtorch_facade.so");
        Assert.Contains("/nonexistent/libtorch_facade.so: no such file", problem, StringComparison.Ordinal);
        Assert.Contains("To mend it: ./build.sh native", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "it is cut off: it has 0 bytes")]
    [InlineData(63, "it is cut off: it has 63 bytes")]
    [InlineData(64, "it is cut off: it has 64 bytes")]
    [InlineData(4096, "it is cut off: it has 4096 bytes")]
    [InlineData(400_000, "it is cut off: it has 400000 bytes")]
    public void A_native_library_that_was_cut_off(int length, string finding)
    {
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        var problem = DoctorProgram.Problem(native: Written("cut.so", whole[..length]));
        Assert.Contains(finding, problem, StringComparison.Ordinal);
        Assert.Contains("./build.sh native", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library() =>
        Assert.Contains("no.so: it is no shared library", DoctorProgram.Problem(native: Written("no.so", new byte[5000])), StringComparison.Ordinal);

    [Fact]
    public void A_library_for_another_processor()
    {
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        whole[18] = 8;
        Assert.Contains("it is not for this processor", DoctorProgram.Problem(native: Written("mips.so", whole)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_somebody_elses()
    {
        var library = Path.Combine(StandInLibTorch.Native.Folder, StandInLibTorch.Native.Libraries[0]);
        Assert.Contains("does not say which libtorch it was built for", DoctorProgram.Problem(native: library), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/etc/hostname")]
    [InlineData("/no such/libtorch")]
    public void LIBTORCH_that_is_nowhere(string libtorch)
    {
        var problem = DoctorProgram.Problem(libtorch);
        Assert.Contains($"{libtorch} (LIBTORCH): no such folder", problem, StringComparison.Ordinal);
        Assert.Contains("To mend it: unset LIBTORCH", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void LIBTORCH_without_a_libtorch() =>
        Assert.Contains($"{_folder} (LIBTORCH): no libtorch_cpu.so", DoctorProgram.Problem(_folder), StringComparison.Ordinal);

    [Fact]
    public void LIBTORCH_that_is_too_old()
    {
        using StandInLibTorch old = new();
        var problem = DoctorProgram.Problem(old.Version("1.12.1+cpu").Root);
        Assert.Contains("(LIBTORCH): libtorch 1.12.1 is too old: 1.13 or newer is needed", problem, StringComparison.Ordinal);
        Assert.Contains("To mend it: unset LIBTORCH", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build-version", "9.1.2+cpu")]
    [InlineData("version.py", "__version__ = '9.1.2+cpu'")]
    public void Another_libtorch_than_the_native_library_was_built_for(string file, string text)
    {
        using StandInLibTorch other = new();
        var problem = DoctorProgram.Problem(other.Version(text, file).Root);
        Assert.Contains($"(LIBTORCH): libtorch 9.1.2, but the native library was built for libtorch {Version}", problem, StringComparison.Ordinal);
        Assert.Contains($"To mend it: LIBTORCH={other.Root} ./build.sh native", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_on_installing_shows_what_is_said()
    {
        using StandInLibTorch other = new();
        var problem = DoctorProgram.Problem(other.Version("2.9.1").Root);
        var shown = new MarkdownFile("docs/install.md").Blocks().Single(block => block.Lead.EndsWith("than the native library was built for:", StringComparison.Ordinal)).Text;
        var here = problem[problem.IndexOf("libtorch could", StringComparison.Ordinal)..]
            .Replace(AppContext.BaseDirectory, "/home/me/app/", StringComparison.Ordinal)
            .Replace(DoctorProgram.NoCache, "/home/me/.cache", StringComparison.Ordinal)
            .Replace(other.Root, "/opt/libtorch", StringComparison.Ordinal)
            .Replace(StandInLibTorch.Native.Folder, "/usr/lib/x86_64-linux-gnu", StringComparison.Ordinal)
            .Replace($"libtorch {Version}", "libtorch 1.13.1", StringComparison.Ordinal)
            // Packages of the tests have libraries of their own there.
            .Replace("linux-x64/native: no libtorch_facade.so", "linux-x64/native: no such folder", StringComparison.Ordinal);
        Assert.Equal(shown, here);
    }

    [Fact]
    public void The_same_version_with_the_other_string_ABI()
    {
        using StandInLibTorch other = new(newStrings: !StandInLibTorch.Native.NewStrings);
        Assert.Matches($"libtorch {Version} with GCC's (old|new) string ABI, but the native library was built for libtorch {Version} with the (old|new) one", DoctorProgram.Problem(other.Version(Version).Root));
    }

    [Fact]
    public void A_libtorch_that_lacks_one_of_its_libraries()
    {
        using var partial = new StandInLibTorch().Version(Version);
        File.Delete(partial.Library("libc10.so"));
        Assert.Contains($"libtorch {Version} without libc10.so", DoctorProgram.Problem(partial.Root), StringComparison.Ordinal);
    }

    [Fact]
    public void A_libtorch_that_was_cut_off()
    {
        using var cut = new StandInLibTorch().Version(Version);
        File.WriteAllBytes(cut.Library("libtorch_cpu.so"), File.ReadAllBytes(cut.Library("libtorch_cpu.so"))[..9000]);
        Assert.Contains("it is cut off: it has 9000 bytes", DoctorProgram.Problem(cut.Root), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_missing_symbol_is_named()
    {
        using var empty = new StandInLibTorch().Version(Version);
        Assert.Matches(@"libtorch_facade.so: .*undefined symbol: \w+", DoctorProgram.Problem(empty.Root));
    }

    [Fact]
    public void The_first_missing_library_is_named()
    {
        using var needy = new StandInLibTorch(needs: "libnowhere.so.7").Version(Version);
        var problem = DoctorProgram.Problem(needy.Root);
        Assert.Contains("libnowhere.so.7: cannot open shared object file: No such file or directory", problem, StringComparison.Ordinal);
        Assert.Contains($"To mend it: ldd {needy.Library("libc10.so")} | grep 'not found'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_libtorch_in_one_process_is_refused()
    {
        using var first = new StandInLibTorch().Version("9.1.2");
        using TemporaryProject project = new($$"""
            using System.Runtime.InteropServices;
            using LibTorch;

            NativeLibrary.Load("{{first.Library("libc10.so")}}");
            NativeLibrary.Load("{{first.Library("libtorch_cpu.so")}}");
            for (var i = 0; i < 2; i++)
            {
                try { Torch.Zeros(1); }
                catch (LibTorchNotFoundException error) { Console.WriteLine(error.Message); }
            }
            """);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        var (exit, output) = project.Run();
        Assert.Equal(0, exit);
        var said = $"{first.Lib} (loaded in this process already): libtorch 9.1.2, but the native library was built for libtorch {Version}";
        Assert.Equal(2, output.Split(said).Length - 1);
    }

    [Fact]
    public void What_is_loaded_is_the_only_place_from_then_on()
    {
        var folder = NativeLoader.Loaded.Folder;
        Assert.Equal([new(LibTorchPlaces.Loaded, folder)], LibTorchPlaces.All([StandInLibTorch.Native with { Folder = "/nonexistent" }]));
    }

    [Fact]
    public void Without_LIBTORCH_every_place_is_tried_in_order()
    {
        // Built for one that was nowhere: what this machine has is looked at, and refused for its version.
        var whole = File.ReadAllBytes(StandInLibTorch.Native.Path);
        "ltf_built_for libtorch=9"u8.CopyTo(whole.AsSpan(whole.AsSpan().IndexOf("ltf_built_for libtorch="u8)));
        var problem = DoctorProgram.Problem(native: Written(NativeLoader.FileName, whole));
        var places = problem.Split('\n').SkipWhile(line => line != "  libtorch:").Skip(1).ToList();
        string[] order = ["(beside the application): no libtorch_cpu.so", "(what the native library was built for): libtorch ", "(a Python's torch): libtorch ", "(the system): "];
        var at = order.Select(origin => places.FindIndex(line => line.Contains(origin, StringComparison.Ordinal))).ToArray();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
        Assert.Matches("To mend it: LIBTORCH=/.* ./build.sh native", problem);
    }

    private string Written(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
