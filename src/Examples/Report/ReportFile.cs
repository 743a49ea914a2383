using LibTorch.Examples.Running;

namespace LibTorch.Examples.Report;

/// <summary>A report's file: checked before anything is computed, and written atomically.</summary>
internal sealed class ReportFile
{
    /// <summary>Checks that the file can be written.</summary>
    /// <exception cref="CannotRunException">It cannot; the message says why.</exception>
    public ReportFile(string path)
    {
        Path = path;
        try
        {
            if (Directory.Exists(path))
            {
                throw new IOException("it is a folder.");
            }

            File.Create(ReplacedText.Beside(path), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(why);
        }
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Writes the file, and replaces an existing one.</summary>
    /// <exception cref="CannotRunException">The file cannot be written; an existing one is unchanged.</exception>
    public void Write(string text)
    {
        try
        {
            ReplacedText.Write(Path, text);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(why);
        }
    }

    private CannotRunException Unwritable(Exception why) => new($"--report {Path} cannot be written: {App.OneLine(why.Message)}");
}
