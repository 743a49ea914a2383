using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.GpuCheck;

/// <summary>The check folder's script compiles the native library by the settings that CMake uses.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class CompileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-compile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_file_has_the_settings_it_has_here()
    {
        var log = Path.Combine(_folder, "log");
        var compiler = Path.Combine(_folder, "c++");
        File.WriteAllText(compiler, $"""
            #!/bin/bash
            [[ $1 != -print-multiarch ]] || exec c++ "$@"
            printf '%s ' "$@" >>{log}
            echo >>{log}
            while [[ $1 != -o ]]; do shift; done
            : >"$2"

            """);
        File.SetUnixFileMode(compiler, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Compile(compiler);
        var lines = File.ReadAllLines(log);
        var ours = Assert.Single(lines, line => line.Contains("/cuda.cpp ", StringComparison.Ordinal));
        Assert.Equal(Directory.GetFiles(Repository.PathOf("src/Native"), "*.cpp").Length + 2, lines.Length);
        Assert.Equal(Settings(FromCMake()), Settings(ours));
        Assert.All(new[] { "libtorch_cpu.so", "libc10.so", "-Wl,--no-undefined", "-shared" }, part => Assert.Contains(part, lines[^1], StringComparison.Ordinal));

        // What is compiled stays so, and is only linked again.
        File.Delete(Path.Combine(_folder, "objects", "cuda.o"));
        Compile(compiler);
        Assert.Equal(lines.Length + 2, File.ReadAllLines(log).Length);
    }

    [Theory]
    [InlineData("_ZN3c105ErrorC1ENSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE", true)]
    [InlineData("_ZN3c105ErrorC1ESs", false)]
    public void The_names_of_the_library_tell_its_string_ABI(string name, bool isNew)
    {
        // The C++ library's own names have the new strings in them anyway, right behind.
        File.WriteAllText(Path.Combine(_folder, "libc10.so"), $"\u007fELF\0{name}\0_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE9_M_createERmm\0");
        var (exit, _, error) = Shell.Run($"source src/Native/find-libtorch.sh; LIBTORCH_LIB={_folder}; has_new_strings");
        Assert.Equal("", error);
        Assert.Equal(isNew ? 0 : 1, exit);
    }

    private void Compile(string compiler)
    {
        var (exit, _, error) = Shell.Run(
            $$"""
            set -e; say() { :; }; fail() { exit 1; }
            source src/Native/find-libtorch.sh; source src/GpuCheck/compile-shim.sh
            find_libtorch; compile_shim src/Native {{_folder}}/libtorch_facade.so 1
            """,
            ("CXX", compiler));
        Assert.True(exit == 0, error);
    }

    // What CMake wrote last, for the library that the tests use.
    private static string FromCMake()
    {
        // A folder whose compilation was broken off has no library.
        var library = new DirectoryInfo(Repository.PathOf("artifacts/native")).GetDirectories($"{Torch.Version}-*").SelectMany(folder => folder.GetFiles("libtorch_facade.so"))
            .Single(file => File.ReadAllBytes(file.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(CheckFolder.Shim)));
        var text = File.ReadAllText(Path.Combine(library.DirectoryName!, "build.ninja"));
        var start = text.IndexOf("build CMakeFiles/torch_facade.dir/cuda.cpp.o:", StringComparison.Ordinal);
        return string.Join(' ', NinjaSetting().Matches(text[start..text.IndexOf("\n\n", start, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value)).Replace("\\\"", "\"", StringComparison.Ordinal);
    }

    // Without the warnings, which concern who changes the sources, the precompiled header, and a name that nothing uses.
    private static IEnumerable<string> Settings(string command) => Setting().Matches(command).Select(match => match.Value)
        .Where(setting => !setting.StartsWith("-W", StringComparison.Ordinal) && setting != "-Dtorch_facade_EXPORTS")
        .Select(setting => setting.Replace(Repository.PathOf("src/Native"), "src/Native", StringComparison.Ordinal)).Order();

    [GeneratedRegex(@"^  (?:DEFINES|FLAGS|INCLUDES) = (.*)$", RegexOptions.Multiline)]
    private static partial Regex NinjaSetting();

    [GeneratedRegex(@"(?<!\S)(?:-isystem \S+|-[DOfWs]\S+)")]
    private static partial Regex Setting();
}
