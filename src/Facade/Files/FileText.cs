namespace LibTorch.Files;

/// <summary>Shortens strings from files for error messages.</summary>
internal static class FileText
{
    private const int MaxLength = 200;

    /// <summary>The name, cut off after 200 characters, because a name in a damaged file may be of any length.</summary>
    public static string Short(string name) => name.Length <= MaxLength ? name : name[..MaxLength] + "...";
}
