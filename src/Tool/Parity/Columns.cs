namespace LibTorch.Tool.Parity;

/// <summary>Two programs' lines beside each other, with the first difference marked.</summary>
/// <param name="output">Where they are written.</param>
/// <param name="coloured">Whether the mark is red.</param>
internal sealed class Columns(TextWriter output, bool coloured)
{
    // A longer line gets its twin below it, not far to the right.
    private const int Widest = 76;

    /// <returns>Whether both sides are the same.</returns>
    public bool Write(string name, string[] csharp, string[] python)
    {
        var count = Math.Max(csharp.Length, python.Length);
        var differs = Enumerable.Range(0, count).FirstOrDefault(at => csharp.ElementAtOrDefault(at) != python.ElementAtOrDefault(at), -1);
        var width = Math.Min(Widest, csharp.Append(name + ".cs").Max(line => line.Length));
        Row("  ", name + ".cs", name + ".py", width);
        for (var at = 0; at < count; at++)
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

        output.WriteLine(differs < 0 ? $"{name}: {count} lines, all equal" : $"{name}: line {differs + 1} of {count} is the first that differs");
        output.WriteLine();
        return differs < 0;
    }

    private void Row(string mark, string left, string right, int width)
    {
        output.WriteLine(left.Length <= width ? $"{mark}{left.PadRight(width)} | {right}" : $"{mark}{left}\n{mark}{"".PadRight(width)} | {right}");
    }
}
