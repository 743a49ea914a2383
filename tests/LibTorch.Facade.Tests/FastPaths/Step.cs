namespace LibTorch.Tests.FastPaths;

/// <summary>One step of a random program: what it does, on which slots and with which number, and what it runs inside.</summary>
/// <param name="Id">Its number in the program, which stays when other steps are taken out.</param>
/// <param name="Statement">What it does.</param>
/// <param name="R">The slot that gets the result.</param>
/// <param name="X">The first slot that it reads.</param>
/// <param name="Y">The second one.</param>
/// <param name="Z">The third one.</param>
/// <param name="N">A random number, for what the statement leaves open.</param>
/// <param name="Body">The steps of a block, hook or function.</param>
internal sealed record Step(int Id, Statement Statement, int R, int X, int Y, int Z, int N, Step[] Body)
{
    private static readonly object[] Numbers = [0.5, 2L, -1L, 3.0, true, 1L, 0.25, 0L];

    /// <summary>The number that it calculates with.</summary>
    public object Number => Numbers[N % Numbers.Length];

    /// <summary>A number from zero on, below <paramref name="count"/>.</summary>
    public int Choice(int count) => N / Numbers.Length % count;

    /// <summary>Adds the step's line, and those of its body.</summary>
    public void Write(List<string> lines, int indent)
    {
        lines.Add($"{new string(' ', indent * 4)}{Id}: {Statement.Format(this)}{(Statement.HasBody ? " {" : "")}");
        foreach (var step in Body)
        {
            step.Write(lines, indent + 1);
        }

        if (Statement.HasBody)
        {
            lines.Add(new string(' ', indent * 4) + "}");
        }
    }
}
