using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Examples;

/// <summary>Pairs that cost no compiler: a program that prints fixed lines for its notebooks, and their twins.</summary>
internal sealed class StandInNotebooks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-notebooks-").FullName;

    public StandInNotebooks(params ReadOnlySpan<(string Name, string Lines, string Twin)> notebooks)
    {
        Directory.CreateDirectory(PathOf("Notebooks"));
        for (var i = 0; i < notebooks.Length; i++)
        {
            File.WriteAllText(PathOf($"{i:000}"), notebooks[i].Lines);
            File.WriteAllText(PathOf($"Notebooks/n{i:000}_{notebooks[i].Name}.py"), notebooks[i].Twin);
        }

        // It is called as the examples are: transcript NUMBER.
        Assert.Empty(PageCompiler.Compile("Console.Write(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, args[1])));", PathOf("Examples.dll")));
        File.Copy(Path.ChangeExtension(typeof(StandInNotebooks).Assembly.Location, ".runtimeconfig.json"), PathOf("Examples.runtimeconfig.json"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What has the tool run them.</summary>
    public override string ToString() => $"--notebooks {PathOf("Examples.dll")}";

    private string PathOf(string file) => Path.Combine(_folder, file);
}
