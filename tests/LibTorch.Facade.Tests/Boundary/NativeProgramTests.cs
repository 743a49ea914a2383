namespace LibTorch.Tests.Boundary;

/// <summary>The C++ program in tests/LibTorch.Native.Tests, which uses the native library as C# does, under what sees wrong uses of memory.</summary>
public sealed class NativeProgramTests
{
    private const string Passed = "passed, 0 failed";

    private static readonly string Program = Repository.PathOf("artifacts/native-tests/native_tests");

    [Fact]
    public void As_it_is() => Check(Run("native", Program));

    [Fact]
    public void With_AddressSanitizer()
    {
        var compiler = Environment.GetEnvironmentVariable("CXX") ?? "c++";
        var sanitizer = ChildProcess.Run(compiler, ["-print-file-name=libasan.so"]).Output.Trim();
        Assert.True(Path.IsPathRooted(sanitizer), $"{compiler} brings no libasan.so");

        // libtorch is compiled without it, so what it knows of a vector that both sides change is not true.
        Check(Run("native-sanitized", Program, [], ("LD_PRELOAD", sanitizer), ("ASAN_OPTIONS", "detect_container_overflow=0")));
    }

    [Fact]
    public void Under_valgrind() => Check(Run(
        "native",
        "valgrind",
        [
            "--quiet", "--error-exitcode=9", "--leak-check=full", "--show-leak-kinds=definite", "--errors-for-leak-kinds=definite",

            $"--suppressions={Repository.PathOf("tests/LibTorch.Native.Tests/valgrind.supp")}",

            // mimalloc's functions are not malloc's, though it has the names of those too.
            "--soname-synonyms=somalloc=nouserintercepts", Program,
        ],

        // With this the library leaves mimalloc alone, whose blocks valgrind cannot tell apart.
        ("MIMALLOC_DESTROY_ON_EXIT", "1")));

    private static void Check((int ExitCode, string Output, string Error) ended)
    {
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        Assert.EndsWith(Passed, ended.Output.TrimEnd(), StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Run(
        string library, string program, string[]? arguments = null, params (string Name, string? Value)[] environment) =>
        ChildProcess.Run(program, arguments ?? [], [("LD_LIBRARY_PATH", LibraryPath(library)), .. environment]);

    // The library, and the libtorch that it needs.
    private static string LibraryPath(string library) =>
        $"{Repository.PathOf($"artifacts/{library}")}:{Path.GetDirectoryName(Torch.LibraryPath)}:{Environment.GetEnvironmentVariable("LD_LIBRARY_PATH")}".TrimEnd(':');
}
