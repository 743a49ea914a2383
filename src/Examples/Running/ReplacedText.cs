namespace LibTorch.Examples.Running;

/// <summary>Text files that are there whole or not at all.</summary>
internal static class ReplacedText
{
    /// <summary>Writes the file, in place of one that was there. Where that fails, what was there is as it was.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written to.</exception>
    public static void Write(string path, string text)
    {
        var beside = Beside(path);
        try
        {
            File.WriteAllText(beside, text);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            Remove(beside);
            throw;
        }
    }

    /// <summary>Another name in the file's folder, which nobody else takes.</summary>
    public static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    // What made the writing fail may be in the way here too.
    private static void Remove(string beside)
    {
        try
        {
            File.Delete(beside);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
        }
    }
}
