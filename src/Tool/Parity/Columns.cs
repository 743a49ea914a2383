namespace LibTorch.Tool.Parity;

/// <summary>Prints two programs' lines side by side, with the first difference marked.</summary>
/// <param name="output">Where they are written.</param>
/// <param name="coloured">Whether the mark is red.</param>
/// <param name="quiet">Whether only the first difference is written.</param>
internal sealed class Columns(TextWriter output, bool coloured, bool quiet)
{
    // The other side of a longer line is printed below it instead of far to the right; if both are equal, only one is printed.
    private const int Widest = 76;

    /// <summary>Prints the lines, and the result of the comparison.</summary>
    /// <param name="name">The pair's name.</param>
    /// <param name="csharp">The lines of the C# side.</param>
    /// <param name="python">The lines of the Python side.</param>
    /// <param name="hasEnded">Whether both sides ran to their ends.</param>
    /// <returns>Whether both sides are the same.</returns>
    public bool Write(string name, string[] csharp, string[] python, bool hasEnded)
    {
        var count = Math.Max(csharp.Length, python.Length);
        var differs = Enumerable.Range(0, count).FirstOrDefault(at => csharp.ElementAtOrDefault(at) != python.ElementAtOrDefault(at), -1);
        var width = Math.Min(Widest, csharp.Append(name + ".cs").Max(line => line.Length));
        if (!quiet || differs >= 0)
        {
            Row("  ", name + ".cs", name + ".py", width);
        }

        for (var at = quiet ? Math.Max(differs, 0) : 0; at < (quiet ? differs + 1 : count); at++)
        {
            var (left, right) = (csharp.ElementAtOrDefault(at) ?? "(nothing)", python.ElementAtOrDefault(at) ?? "(nothing)");
            if (at == differs && coloured)
            {
                output.Write("\u001b[31m");
            }

            Row(at == differs ? "> " : "  ", left, right, width);
            if (at == differs && coloured)
            {
                output.Write("\u001b[0m");
            }
        }

        output.WriteLine((differs < 0 ? $"{name}: {count} lines, all equal" : $"{name}: line {differs + 1} of {count} is the first that differs")
            + (hasEnded ? "" : ", up to the error"));
        if (!quiet || differs >= 0)
        {
            output.WriteLine();
        }

        return differs < 0;
    }

    private void Row(string mark, string left, string right, int width)
    {
        output.WriteLine(left.Length > width && left == right ? mark + left : left.Length <= width ? $"{mark}{left.PadRight(width)} | {right}" : $"{mark}{left}\n{mark}{"".PadRight(width)} | {right}");
    }
}
