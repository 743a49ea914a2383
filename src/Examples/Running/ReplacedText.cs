namespace LibTorch.Examples.Running;

/// <summary>Text files that are replaced atomically.</summary>
internal static class ReplacedText
{
    /// <summary>Writes the file, and replaces an existing one. If that fails, the existing file is unchanged.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
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

    /// <summary>A unique temporary name in the file's folder.</summary>
    public static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");

    // The cause of the failed write may also prevent the deletion.
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
