using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>
/// A row of a table of modules, which describes a class: <c>Name(settings) : Base(arguments) requires checks inputs = call | text | what it
/// does | what it raises</c>.
/// </summary>
internal sealed class ModuleRow
{
    // Where Python's return_indices changes the result, there are two classes.
    private const string WithIndices = "WithIndices";
    private const string Check = @"\w+\([^)]*\)";

    private static readonly Regex Several = new(@"^(?<first>\d)-(?<last>\d): (?<row>.+)$");
    private static readonly Regex Shape = new(
        @"^(?<name>\w+)\((?<settings>[^)]*)\)( : (?<base>[\w<>]+)\((?<given>[^)]*)\))?"
        + $@"( requires (?<checks>{Check}( and {Check})*))?( (?<inputs>[\w, ]+) = (?<call>[^|]+))?"
        + @" *\|(?<text>[^|]*)\|(?<does>[^|]+)(\| (?<error>\w+): (?<when>.+))?$");

    private ModuleRow(Match match)
    {
        string Part(string name) => match.Groups[name].Value.Trim();
        Name = Part("name");
        Settings = [.. Listed(Part("settings")).Select(setting => ModuleSetting.Of(setting, Name))];
        Base = match.Groups["base"].Success ? Part("base") : null;
        Given = Listed(Part("given"));
        Checks = Part("checks").Split([" and "], StringSplitOptions.RemoveEmptyEntries);
        Inputs = Listed(Part("inputs"));
        Call = match.Groups["call"].Success ? Part("call") : null;
        (Text, Does, Error, When) = (Part("text"), Part("does"), Part("error"), Part("when"));
    }

    public string Name { get; }

    public ModuleSetting[] Settings { get; }

    /// <summary>The base class, or null for a module of its inputs.</summary>
    public string? Base { get; }

    /// <summary>The arguments of the base class's constructor; <c>*</c> stands for the settings.</summary>
    public string[] Given { get; }

    /// <summary>Methods of <c>SettingCheck</c> that the constructor calls.</summary>
    public string[] Checks { get; }

    public string[] Inputs { get; }

    /// <summary>The expression that Forward returns, or null if the base class defines Forward.</summary>
    public string? Call { get; }

    public string Text { get; }

    public string Does { get; }

    /// <summary>The exception that the constructor throws, if any.</summary>
    public string Error { get; }

    /// <summary>The condition for that exception.</summary>
    public string When { get; }

    /// <summary>Python's name of the class.</summary>
    public string PythonName => GivesIndices ? Name.Substring(0, Name.Length - WithIndices.Length) : Name;

    /// <summary>Whether it returns positions in addition to values.</summary>
    public bool GivesIndices => Name.EndsWith(WithIndices, StringComparison.Ordinal);

    public string Output => GivesIndices ? "(Tensor Output, Tensor Indices)" : "Tensor";

    /// <summary>
    /// The rows of a line: <c>1-3: Conv#d…</c> stands for three, <c>Pool[WithIndices]…</c> for two. Null if the line is not a row.
    /// </summary>
    public static ModuleRow[]? Of(string line)
    {
        var rows = Numbered(line).SelectMany(Alternatives).Select(row => Shape.Match(row)).ToArray();
        return Array.TrueForAll(rows, match => match.Success) ? Array.ConvertAll(rows, match => new ModuleRow(match)) : null;
    }

    private static IEnumerable<string> Numbered(string line)
    {
        if (Several.Match(line) is not { Success: true } match)
        {
            return [line];
        }

        var (first, last) = (match.Groups["first"].Value[0], match.Groups["last"].Value[0]);
        return Enumerable.Range(first, last - first + 1).Select(digit => match.Groups["row"].Value.Replace('#', (char)digit));
    }

    private static IEnumerable<string> Alternatives(string row)
    {
        const string Alternative = "[" + WithIndices + "]";
        return row.Contains(Alternative) ? [row.Replace(Alternative, ""), row.Replace(Alternative, WithIndices)] : [row];
    }

    private static string[] Listed(string list) => list.Split([", "], StringSplitOptions.RemoveEmptyEntries);
}
