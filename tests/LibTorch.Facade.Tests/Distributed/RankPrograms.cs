using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Distributed;

/// <summary>The programs of the ranks in C#, compiled once for the tests of a class, in a folder of their own.</summary>
public sealed class RankPrograms : IDisposable
{
    private static readonly string[] Files = ["LibTorch.Facade.dll", "libtorch_facade.so", "libtorch_facade_c10d.so"];

    public RankPrograms()
    {
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), PathOf(file));
        }
    }

    /// <summary>Where programs and what they write lie.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("libtorch-ranks-").FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The command line of a rank in Python.</summary>
    public static string[] Python(string name) => [PythonSession.Interpreter, "-W", "ignore", Source(name + ".py")];

    /// <summary>The command line of a rank in C#, whose program is compiled first where it is not yet.</summary>
    public string[] CSharp(string name)
    {
        var program = PathOf(name + ".dll");
        if (!File.Exists(program))
        {
            Assert.Empty(PageCompiler.Compile(File.ReadAllText(Source(name + ".cs")), program, name + ".cs"));
        }

        return [ChildProcess.Dotnet, "exec", "--runtimeconfig", Path.ChangeExtension(typeof(RankPrograms).Assembly.Location, ".runtimeconfig.json"), program];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Source(string file) => Path.Combine(AppContext.BaseDirectory, "Distributed", "Ranks", file);
}
