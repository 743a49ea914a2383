namespace LibTorch.NN;

/// <summary>A module's text.</summary>
public abstract partial class Module
{
    /// <summary>What stands in the brackets of its text beside the modules below, such as its settings; <c>module.extra_repr()</c>.</summary>
    public virtual string ExtraRepr() => "";

    /// <summary>PyTorch's text: its class, settings and the modules below it; <c>repr(module)</c>.</summary>
    public override string ToString() => Text(this, []);

    /// <summary>A module's text inside of those of the modules above it.</summary>
    private protected static string Text(Module module, HashSet<Module> above)
    {
        if (!above.Add(module))
        {
            throw new InvalidOperationException($"A {module.ClassName} is a part of itself.");
        }

        var extra = module.ExtraRepr();
        List<string> lines = extra.Length == 0 ? [] : [.. extra.Split('\n')];
        var children = module.ChildLines(above);
        above.Remove(module);
        if (lines.Count <= 1 && children.Count == 0)
        {
            return $"{module.ClassName}({extra})";
        }

        lines.AddRange(children);
        return $"{module.ClassName}(\n  {string.Join("\n  ", lines)}\n)";
    }

    /// <summary>A line, or several, for each module that is a member.</summary>
    private protected virtual List<string> ChildLines(HashSet<Module> above) =>
        [.. Members().Children.Select(child => Indented($"({child.Name}): {Text(child.Module, above)}"))];

    /// <summary>The text with its lines below the first moved in.</summary>
    private protected static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select((line, i) => i == 0 || (IsLeftEmpty && line.Trim().Length == 0) ? line.Trim('\r') : "  " + line));

    // Newer ones leave empty lines empty.
    private static bool IsLeftEmpty => Interop.LibraryCalls.IsAtLeast(2, 14);
}
