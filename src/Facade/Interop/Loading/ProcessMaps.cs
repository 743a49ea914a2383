namespace LibTorch.Interop;

/// <summary>The files that are mapped into this process, as the system lists them.</summary>
internal static class ProcessMaps
{
    /// <summary>The paths of the files whose name begins like this.</summary>
    public static IEnumerable<string> Files(string name)
    {
        const string Maps = "/proc/self/maps";
        return (File.Exists(Maps) ? File.ReadAllLines(Maps) : [])
            .Where(line => line.Contains("/" + name, StringComparison.Ordinal))
            .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])
            .Where(path => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal))
            .Distinct();
    }
}
