namespace LibTorch.Tests.Examples;

/// <summary>A report of all notebooks, written once for the tests that look at it.</summary>
public sealed class WrittenReport : IDisposable
{
    /// <summary>The name of the tests' collection.</summary>
    public const string Name = "The report";

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-report-").FullName;
    private readonly Lazy<string> _path;

    public WrittenReport() => _path = new(Write);

    /// <summary>The file.</summary>
    public string Path => _path.Value;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write()
    {
        var path = System.IO.Path.Combine(_folder, "report.html");
        // It trains four networks, which a busy machine takes its time for.
        var (exit, output, error) = ExamplesProgram.Run(["--report", path], patience: TimeSpan.FromMinutes(20));
        Assert.True(exit == 0, output + error);
        Assert.EndsWith($"39 of 39 recorded outputs match.\n{path} has it all as a page.\n", output, StringComparison.Ordinal);

        // Nothing is left beside it.
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
        return path;
    }
}
