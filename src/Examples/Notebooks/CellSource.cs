namespace LibTorch.Examples.Notebooks;

/// <summary>Extracts the lines of a lambda's body from the lambda's source text, which the compiler passes.</summary>
internal static class CellSource
{
    public static string Of(string lambda)
    {
        var body = lambda[(lambda.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim();
        return body.StartsWith('{') ? Block(body[1..^1].TrimEnd()) : Expression(body);
    }

    // The rest of the first line after the brace is dropped.
    private static string Block(string statements) => string.Join('\n', AtMargin(Rest(statements)));

    // The first line follows the arrow, so only a closing bracket shows how far the other lines are indented.
    private static string Expression(string expression)
    {
        var rest = AtMargin(Rest(expression));
        var indent = rest is [.., [')' or ']' or '}', ..]] ? "" : "    ";
        return string.Join('\n', rest.Select(line => indent + line).Prepend(expression.Split('\n')[0].TrimEnd()));
    }

    private static string[] Rest(string text) => text.Split('\n')[1..];

    private static string[] AtMargin(string[] lines)
    {
        var margin = lines.Where(line => line.Trim().Length > 0).Select(Indentation).DefaultIfEmpty().Min();
        return [.. lines.Select(line => line[Math.Min(margin, line.Length)..].TrimEnd())];
    }

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;
}
