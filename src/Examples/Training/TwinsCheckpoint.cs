using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>A separate checkpoint for the Python twin, which starts as a copy of the run's, and is deleted at the end.</summary>
internal sealed class TwinsCheckpoint : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-twin-").FullName;

    /// <exception cref="CannotRunException">The run's checkpoint cannot be read.</exception>
    public TwinsCheckpoint(string path)
    {
        Path = System.IO.Path.Combine(_folder, System.IO.Path.GetFileName(path));
        try
        {
            if (File.Exists(path))
            {
                File.Copy(path, Path);
            }
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new CannotRunException($"--checkpoint {path}: {why.Message}");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
