using System.Text.Json;

namespace LibTorch.Tests.Docs;

/// <summary>A process apart in which pages' programs run, one after another, each on a thread of its own.</summary>
public sealed class PageHost : IDisposable
{
    // Compiled as the programs are.
    private const string Program = """
        using System.Reflection;
        using System.Text.Json;

        List<string[]> ends = [];
        foreach (var file in args[1..])
        {
            StringWriter printed = new();
            var thrown = "";
            Console.SetOut(printed);
            Thread thread = new(() =>
            {
                try
                {
                    var main = Assembly.LoadFrom(file).EntryPoint!;
                    main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null);
                }
                catch (Exception error)
                {
                    // Of the frames that a message shows, those of the program.
                    var lines = $"{error.GetType().Name}: {error.Message}".Split('\n');
                    thrown = string.Join('\n', lines.Where(line => !line.StartsWith("   at ") || line.Contains(" in Program.cs:"))).TrimEnd();
                }
            });
            thread.Start();
            thread.Join();
            ends.Add([printed.ToString(), thrown]);
        }

        File.WriteAllText(args[0], JsonSerializer.Serialize(ends));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-pages-").FullName;

    public PageHost()
    {
        foreach (var file in new[] { "LibTorch.Facade.dll", "LibTorch.Facade.TensorBoard.dll", "Google.Protobuf.dll", "libtorch_facade.so", "libtorch_facade_c10d.so" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), PathOf(file));
        }

        Assert.Empty(PageCompiler.Compile(Program, PathOf("Host.dll"), "Host.cs"));
    }

    public string PathOf(string file) => Path.Combine(_folder, file);

    /// <summary>What each program printed and threw.</summary>
    public IReadOnlyList<(string Printed, string Thrown)> Run(IEnumerable<string> programs)
    {
        var answer = PathOf(Guid.NewGuid().ToString("N"));
        var settings = Path.ChangeExtension(typeof(PageHost).Assembly.Location, ".runtimeconfig.json");
        var (exit, output, error) = ChildProcess.Run(ChildProcess.Dotnet, ["exec", "--runtimeconfig", settings, PathOf("Host.dll"), answer, .. programs], [("XDG_CACHE_HOME", "/nonexistent")], _folder);
        Assert.True(exit == 0, output + error);
        return [.. JsonSerializer.Deserialize<string[][]>(File.ReadAllText(answer))!.Select(end => (end[0], end[1]))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
