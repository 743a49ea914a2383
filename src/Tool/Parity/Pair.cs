namespace LibTorch.Tool.Parity;

/// <summary>A C# program and its Python twin.</summary>
/// <param name="Name">The pair's name.</param>
/// <param name="CSharp">A script's file, or a notebook's number.</param>
/// <param name="Python">The twin's file.</param>
/// <param name="IsNotebook">Whether the C# side is a notebook of the examples.</param>
internal sealed record Pair(string Name, string CSharp, string Python, bool IsNotebook)
{
    /// <summary>
    /// The pairs given by the arguments: two files, or folders of pairs. A script without a twin in a folder is skipped, with a message.
    /// </summary>
    /// <exception cref="CannotRunException">A given file does not exist, or has no twin.</exception>
    public static IReadOnlyList<Pair> Named(IReadOnlyList<string> paths, Action<string> say)
    {
        if (paths is [var one, var other] && !Directory.Exists(one) && !Directory.Exists(other))
        {
            return (Path.GetExtension(one), Path.GetExtension(other)) switch
            {
                (".cs", ".py") => [Of(one, other)],
                (".py", ".cs") => [Of(other, one)],
                _ => throw new CannotRunException($"a pair is FILE.cs and FILE.py, not {one} and {other}"),
            };
        }

        return [.. paths.SelectMany(folder => InFolder(folder, say))];
    }

    /// <summary>The notebooks of the examples; their twins are in the program's folder.</summary>
    public static IEnumerable<Pair> Notebooks(string examples) =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(examples)!, "Notebooks"), "n*_*.py")
            .Order().Select(twin => new Pair(Path.GetFileNameWithoutExtension(twin), Path.GetFileName(twin)[1..4], twin, IsNotebook: true));

    private static IEnumerable<Pair> InFolder(string folder, Action<string> say)
    {
        if (!Directory.Exists(folder))
        {
            throw new CannotRunException(File.Exists(folder) ? $"{folder} needs its twin beside it: FILE.cs FILE.py" : $"there is no {folder}");
        }

        var scripts = Directory.EnumerateFiles(folder, "*.cs").Order().ToLookup(script => File.Exists(Path.ChangeExtension(script, ".py")));
        if (!scripts[true].Any())
        {
            throw new CannotRunException($"there is no pair FILE.cs and FILE.py in {folder}");
        }

        foreach (var alone in scripts[false])
        {
            say($"{alone} has no twin, {Path.ChangeExtension(Path.GetFileName(alone), ".py")}, and is left out");
        }

        return scripts[true].Select(script => Of(script, Path.ChangeExtension(script, ".py")));
    }

    private static Pair Of(string script, string twin)
    {
        foreach (var file in new[] { script, twin })
        {
            if (!File.Exists(file))
            {
                throw new CannotRunException($"there is no {file}");
            }
        }

        return new Pair(Path.GetFileNameWithoutExtension(script), Path.GetFullPath(script), Path.GetFullPath(twin), IsNotebook: false);
    }
}
