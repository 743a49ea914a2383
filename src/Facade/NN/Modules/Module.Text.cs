namespace LibTorch.NN;

/// <summary>A module's text.</summary>
public abstract partial class Module
{
    /// <summary>
    /// The text in the brackets of the module's repr in addition to the submodules, such as settings; <c>module.extra_repr()</c>.
    /// </summary>
    public virtual string ExtraRepr() => "";

    /// <summary>PyTorch's text: the class, the settings and the submodules; <c>repr(module)</c>.</summary>
    public override string ToString() => Text(this, new ModulePath());

    /// <summary>A module's text as part of the text of the modules that contain it.</summary>
    private protected static string Text(Module module, ModulePath path)
    {
        using var step = path.Enter(module);
        var extra = module.ExtraRepr();
        List<string> lines = extra.Length == 0 ? [] : [.. extra.Split('\n')];
        var children = module.ChildLines(path);
        if (lines.Count <= 1 && children.Count == 0)
        {
            return $"{module.ShownName}({extra})";
        }

        lines.AddRange(children);
        return $"{module.ShownName}(\n  {string.Join("\n  ", lines)}\n)";
    }

    /// <summary>The lines of the submodules.</summary>
    private protected virtual List<string> ChildLines(ModulePath path) =>
        [.. Members().Children.Select(child => Indented($"({child.Name}): {Text(child.Module, path)}"))];

    /// <summary>The same for a list: libtorch 2 writes neighbours with the same text once, as <c>(0-2): 3 x Linear(...)</c>.</summary>
    private protected static List<string> ListLines(IEnumerable<Module> items, ModulePath path)
    {
        var texts = items.Select(item => Text(item, path)).ToList();
        List<string> lines = [];
        for (int first = 0, end; first < texts.Count; first = end)
        {
            for (end = first + 1; end < texts.Count && IsFolding && texts[end] == texts[first];)
            {
                end++;
            }

            lines.Add(Indented(end == first + 1 ? $"({first}): {texts[first]}" : $"({first}-{end - 1}): {end - first} x {texts[first]}"));
        }

        return lines;
    }

    /// <summary>The text with all lines but the first indented.</summary>
    private protected static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select((line, i) => i == 0 || (IsLeftEmpty && line.Trim().Length == 0) ? line.Trim('\r') : "  " + line));

    private static bool IsFolding => Interop.LibraryCalls.IsAtLeast(2, 0);

    // From 2.14 on, empty lines are not indented.
    private static bool IsLeftEmpty => Interop.LibraryCalls.IsAtLeast(2, 14);
}
