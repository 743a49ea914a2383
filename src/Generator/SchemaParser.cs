using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>Reads <c>aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor</c>.</summary>
public static class SchemaParser
{
    // Alias annotations after a type's name: (a), (a!), (a -> *), (a|b).
    private static readonly Regex Alias = new(@"\([a-z!|* >-]+\)", RegexOptions.Compiled);

    private static readonly Regex Head = new(@"^(?<name>\w+::\w+)(?:\.(?<overload>\w+))?\(", RegexOptions.Compiled);

    private static readonly Regex Argument = new(@"^(?<type>.+?)\s+(?<name>\w+)(?:=(?<default>.+))?$", RegexOptions.Compiled);

    private static readonly Regex Result = new(@"^(?<type>Dict\(.+\)|\S+)(?:\s+(?<name>\w+))?$", RegexOptions.Compiled);

    /// <exception cref="SchemaException">The line is not a schema.</exception>
    public static OperatorSchema Parse(string line)
    {
        var head = Head.Match(line);
        var arrow = line.LastIndexOf(") -> ", System.StringComparison.Ordinal);
        if (!head.Success || arrow < 0)
        {
            throw new SchemaException($"'{line}' is not a schema of the form ns::name.overload(arguments) -> results");
        }

        var arguments = new List<SchemaArgument>();
        var keywordOnly = false;
        foreach (var (text, column) in Split(line, head.Length, arrow))
        {
            if (text == "*")
            {
                keywordOnly = true;
                continue;
            }

            // A variable number of arguments of any type is parsed, although no typed method can be generated for it.
            if (text == "...")
            {
                arguments.Add(new SchemaArgument(text, text, null, keywordOnly, written: false));
                continue;
            }

            var argument = Argument.Match(Alias.Replace(text, string.Empty));
            if (!argument.Success)
            {
                throw new SchemaException($"'{text}' is not an argument of the form type name=default", column);
            }

            var written = Alias.Match(text) is { Success: true } alias && alias.Value.Contains("!");
            var (type, name, given) = (argument.Groups["type"].Value, argument.Groups["name"].Value, argument.Groups["default"]);
            var dimensions = line.StartsWith("aten::", System.StringComparison.Ordinal) && NameTable.NamesDimensions(type, name);
            arguments.Add(new SchemaArgument(type, name, given.Success ? given.Value : null, keywordOnly, written, dimensions));
        }

        return new OperatorSchema(line, head.Groups["name"].Value, head.Groups["overload"].Value, arguments, Results(line, arrow + 5));
    }

    private static List<SchemaResult> Results(string line, int start)
    {
        var end = line.Length;
        if (line[start] == '(')
        {
            (start, end) = (start + 1, end - 1);
        }

        var results = new List<SchemaResult>();
        foreach (var (text, column) in Split(line, start, end))
        {
            var result = Result.Match(Alias.Replace(text, string.Empty));
            if (!result.Success)
            {
                throw new SchemaException($"'{text}' is not a result of the form type name", column);
            }

            var name = result.Groups["name"];
            results.Add(new SchemaResult(result.Groups["type"].Value, name.Success ? name.Value : null));
        }

        return results;
    }

    // Splits at commas outside of brackets and quotes.
    private static IEnumerable<(string Text, int Column)> Split(string line, int start, int end)
    {
        var (depth, quoted, from) = (0, false, start);
        for (var i = start; i <= end; i++)
        {
            if (i == end || (line[i] == ',' && depth == 0 && !quoted))
            {
                var part = line.Substring(from, i - from).Trim();
                if (part.Length > 0)
                {
                    yield return (part, from);
                }

                from = i + 1;
                continue;
            }

            quoted ^= line[i] == '"';
            depth += line[i] is '[' or '(' ? 1 : line[i] is ']' or ')' ? -1 : 0;
        }
    }
}
