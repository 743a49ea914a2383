namespace LibTorch.Bench;

/// <summary>Files in the folder of this measurement, which is deleted at its end.</summary>
internal static class BenchFile
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("BENCH_FILES") ?? Path.GetTempPath();

    /// <summary>The path of a file that only this language uses.</summary>
    public static string Own(string name) => Path.Combine(Folder, $"csharp-{name}");

    /// <summary>The path of a file that all languages read, from the same pages of memory. The first one writes it.</summary>
    public static string Shared(string name, Action<string> write)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            write(path);
        }

        return path;
    }
}
