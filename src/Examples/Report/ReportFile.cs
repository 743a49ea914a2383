using LibTorch.Examples.Running;

namespace LibTorch.Examples.Report;

/// <summary>Where a report goes: looked at before anything is computed, and written at once or not at all.</summary>
internal sealed class ReportFile
{
    /// <summary>Makes sure that the file can be written.</summary>
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

            File.Create(Beside(), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(why);
        }
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Writes it, in place of one that was there.</summary>
    /// <exception cref="CannotRunException">It cannot be written, and what was there is as it was.</exception>
    public void Write(string text)
    {
        string? beside = null;
        try
        {
            beside = Beside();
            File.WriteAllText(beside, text);
            File.Move(beside, Path, overwrite: true);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Remove(beside);
            throw Unwritable(why);
        }
    }

    // What made the writing fail may be in the way here too.
    private static void Remove(string? beside)
    {
        try
        {
            File.Delete(beside ?? "");
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException or ArgumentException)
        {
        }
    }

    private string Beside() =>
        System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!,
            $".{System.IO.Path.GetFileName(Path)}.{System.IO.Path.GetRandomFileName()}");

    private CannotRunException Unwritable(Exception why) => new($"--report {Path} cannot be written: {App.OneLine(why.Message)}");
}
