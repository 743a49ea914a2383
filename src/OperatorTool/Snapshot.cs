namespace LibTorch.OperatorTool;

/// <summary>A libtorch's registry as a text file: the generator's input, and what a test compares the running libtorch with.</summary>
internal static class Snapshot
{
    public const string Suffix = ".schemas.txt";

    /// <summary>Writes the file, whole or not at all, and gives its path.</summary>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, Torch.Version + Suffix);
        var head = $"# All operators of libtorch {Torch.Version}, as its registry describes them. Written by ./build.sh generate.";
        File.WriteAllLines(path + ".new", [head, .. OperatorRegistry.Schemas().Order(StringComparer.Ordinal)]);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }
}
