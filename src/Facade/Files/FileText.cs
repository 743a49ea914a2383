namespace LibTorch.Files;

/// <summary>Texts of files in messages.</summary>
internal static class FileText
{
    private const int Most = 200;

    /// <summary>The beginning of a name, as nobody knows how long names in files are.</summary>
    public static string Short(string name) => name.Length <= Most ? name : name[..Most] + "...";
}
