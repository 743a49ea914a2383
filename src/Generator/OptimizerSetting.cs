using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>An option of an optimizer in the table: <c>lr rate 0.001 | >=0 Invalid learning rate: {}</c>.</summary>
internal sealed class OptimizerSetting
{
    private static readonly Regex Shape = new(
        @"^(?<name>\w+) (?<type>[a-z]+\??) (?<standard>[^ (]+|\([^)]*\))(\((?<former>[^<]+)<(?<formerly>[\d.]+)\))?(?<fixed> fixed)?( since (?<since>[\d.]+))?( required before (?<required>[\d.]+))?"
        + @"( \| (since (?<holdsSince>[\d.]+) )?(each)?(?<condition>[!<>=\d.-]+) (?<refusal>.+))?$");

    private static readonly Regex Condition = new(@"(!?)(<=|>=|<|>)(-?\d+)");

    private readonly Func<string, string> _part;
    private readonly string _type;

    private OptimizerSetting(Match match)
    {
        _part = name => match.Groups[name].Value;
        Name = _part("name");
        _type = _part("type");
        var parts = Name.Split('_');
        var name = parts[0] + string.Concat(parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
        Argument = name == "foreach" ? "@foreach" : name;
    }

    public string Name { get; }

    /// <summary>The name of the constructor's parameter.</summary>
    public string Argument { get; }

    /// <summary>Whether it is fixed and not a parameter.</summary>
    public bool IsFixed => _part("fixed").Length > 0;

    /// <summary>The constructor's parameter.</summary>
    public string Parameter => _type switch
    {
        "rate" => $"LearningRate {Argument} = default",
        "number" => $"Scalar {Argument} = default",
        "pair" => $"(Scalar, Scalar)? {Argument} = null",
        "pair?" => $"(Scalar?, Scalar)? {Argument} = null",
        "triple" => $"(Scalar, Scalar, Scalar)? {Argument} = null",
        "flag" => $"bool {Argument} = {Literal(_part("standard"))}",
        "flag?" => $"bool? {Argument} = null",
        "int" => $"long {Argument} = {_part("standard")}",
        "int?" => $"long? {Argument} = null",
        _ => $"string? {Argument} = null",
    };

    /// <summary>Its value in the table; null means the default.</summary>
    public string Value => IsFixed ? Literal(_part("standard")) : _type switch
    {
        "rate" => $"{Argument}.Value",
        "number" => $"{Argument}.Kind == ScalarKind.None ? null : {Argument}",
        _ => Argument,
    };

    /// <summary>The table's row.</summary>
    public string Row
    {
        get
        {
            var extras = new List<string>();
            void Add(string part, string property, Func<string, string> write)
            {
                if (_part(part) is { Length: > 0 } text)
                {
                    extras.Add($"{property} = {write(text)}");
                }
            }

            Add("since", "Since", Version);
            Add("required", "RequiredBefore", Version);
            Add("former", "Former", Literal);
            Add("formerly", "FormerlyBefore", Version);
            Add("holdsSince", "HoldsSince", Version);
            Add("condition", "Holds", text => "value => " + string.Join(" && ", Condition.Matches(text).Cast<Match>().Select(One)));
            Add("refusal", "Refusal", text => $"\"{text}\"");
            return $"new(\"{Name}\", {Literal(_part("standard"))}){(extras.Count == 0 ? "" : $" {{ {string.Join(", ", extras)} }}")}";
        }
    }

    /// <summary>The option on a line, or null if the line is not an option.</summary>
    public static OptimizerSetting? Of(string line) => Shape.Match(line) is { Success: true } match ? new OptimizerSetting(match) : null;

    /// <summary>A version in the form of the table's rows.</summary>
    public static string Version(string text) => $"({text.Replace(".", ", ")})";

    private static string One(Match condition) => condition.Groups[1].Value == "!"
        ? $"!(value {condition.Groups[2].Value} {condition.Groups[3].Value})"
        : $"value {condition.Groups[2].Value} {condition.Groups[3].Value}";

    // Python's value as the object stored in the options: an int is a long.
    private static string Literal(string text) => text switch
    {
        "None" => "null",
        "True" => "true",
        "False" => "false",
        _ when text[0] == '(' => $"new object?[] {{ {string.Join(", ", text.Trim('(', ')').Split(',').Select(Literal))} }}",
        _ when text.IndexOfAny(['.', 'e']) < 0 => text + "L",
        _ => text,
    };
}
