using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>A line of the table of modules that have settings and no state.</summary>
internal sealed class ModuleRow
{
    private static readonly Regex Shape = new(@"^(?<name>\w+)\((?<settings>[^)]*)\) (?<inputs>[\w, ]+) = (?<call>[^|]+)\|(?<text>[^|]*)\|(?<does>.+)$");

    private ModuleRow(Match match)
    {
        string Part(string name) => match.Groups[name].Value.Trim();
        Name = Part("name");
        Settings = [.. Part("settings").Split([", "], StringSplitOptions.RemoveEmptyEntries).Select(setting => ModuleSetting.Of(setting, Name))];
        Inputs = Part("inputs").Split([", "], StringSplitOptions.None);
        Call = Part("call");
        Text = Part("text");
        Does = Part("does");
    }

    public string Name { get; }

    public ModuleSetting[] Settings { get; }

    public string[] Inputs { get; }

    public string Call { get; }

    public string Text { get; }

    public string Does { get; }

    /// <summary>The row, or null for what is none.</summary>
    public static ModuleRow? Of(string line) => Shape.Match(line.Trim()) is { Success: true } match ? new ModuleRow(match) : null;
}
