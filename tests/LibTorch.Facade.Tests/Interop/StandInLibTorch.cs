using LibTorch.Interop;

namespace LibTorch.Tests.Interop;

/// <summary>A folder with libraries that have libtorch's names and next to nothing in them; there as long as the test.</summary>
internal sealed class StandInLibTorch : IDisposable
{
    /// <param name="newStrings">Whether its symbols are those of GCC's string ABI of today.</param>
    /// <param name="needs">A library that is nowhere, which it asks for.</param>
    public StandInLibTorch(bool newStrings = true, string? needs = null)
    {
        Directory.CreateDirectory(Lib);
        var source = Path.Combine(Root, "empty.cpp");
        File.WriteAllText(source, "#include <string>\nnamespace c10 { void stand_in(std::string) {} }\n");
        string[] asked = [];
        if (needs is not null)
        {
            Compile(source, needs, newStrings, []);
            asked = ["-Wl,--no-as-needed", Path.Combine(Lib, needs)];
        }

        foreach (var name in Native.Libraries)
        {
            Compile(source, name, newStrings, asked);
        }

        if (needs is not null)
        {
            File.Delete(Path.Combine(Lib, needs));
        }
    }

    /// <summary>The native library under test, and what it asks for.</summary>
    public static BuiltFor Native { get; } = BuiltFor.Read(Path.Combine(AppContext.BaseDirectory, NativeLoader.FileName));

    public string Root { get; } = Directory.CreateTempSubdirectory("libtorch-stand-in-").FullName;

    public string Lib => Path.Combine(Root, "lib");

    /// <summary>The path of its library with this beginning.</summary>
    public string Library(string beginning) => Path.Combine(Lib, Native.Libraries.First(name => name.StartsWith(beginning, StringComparison.Ordinal)));

    public StandInLibTorch Version(string version, string file = "build-version")
    {
        File.WriteAllText(Path.Combine(Root, file), version + "\n");
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Compile(string source, string name, bool newStrings, string[] options)
    {
        string[] all =
        [
            "-shared", "-fPIC", $"-D_GLIBCXX_USE_CXX11_ABI={(newStrings ? 1 : 0)}", $"-Wl,-soname,{name}",
            "-o", Path.Combine(Lib, name), source, .. options,
        ];
        var (exit, _, error) = ChildProcess.Run(Environment.GetEnvironmentVariable("CXX") ?? "c++", all);
        Assert.True(exit == 0, error);
    }
}
