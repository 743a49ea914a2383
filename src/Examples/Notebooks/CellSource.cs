namespace LibTorch.Examples.Notebooks;

/// <summary>The lines of a lambda's body, from the lambda's text as the compiler saw it.</summary>
internal static class CellSource
{
    public static string Of(string lambda)
    {
        var body = lambda[(lambda.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim();
        return body.StartsWith('{') ? Block(body[1..^1].TrimEnd()) : Expression(body);
    }

    // Its first line is what is left of the brace's.
    private static string Block(string statements) => string.Join('\n', AtMargin(Rest(statements)));

    // Its first line stands behind the arrow, so how far the others are indented shows only in a closing bracket.
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
