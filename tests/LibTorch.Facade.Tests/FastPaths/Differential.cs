using LibTorch.Interop;
using LibTorch.Tests.OwnOperators;

namespace LibTorch.Tests.FastPaths;

/// <summary>Runs programs without the fast paths and with them, and looks for what differs.</summary>
internal static class Differential
{
    // Switching decides again for each operator, so many programs run in between.
    private const int Batch = 500;
    private const int Threads = 2;

    /// <summary>The programs that were not the same twice without the fast paths, which tells nothing of these: libtorch left memory as it was found.</summary>
    public static List<string> Unsteady { get; } = [];

    /// <summary>The first difference among the programs of these seeds, in words; null where there is none.</summary>
    public static string? Find(int first, int count, Action<int>? progress = null)
    {
        MyTest.Load();
        Torch.WarningRaised += Execution.Hear;
        try
        {
            for (var start = first; start < first + count; start += Batch)
            {
                RandomProgram[] programs = [.. Enumerable.Range(start, Math.Min(Batch, first + count - start)).Select(ProgramGenerator.Make)];
                var (without, with) = (RunAll(programs, fast: false), RunAll(programs, fast: true));
                for (var i = 0; i < programs.Length; i++)
                {
                    if (without[i] != with[i] && Confirmed(programs[i]) is { } difference)
                    {
                        return difference;
                    }
                }

                progress?.Invoke(start + programs.Length);
            }

            return null;
        }
        finally
        {
            OperatorCalls.SetFastPaths(true);
            Torch.WarningRaised -= Execution.Hear;
        }
    }

    // Several run at the same time, each on a thread that is new to libtorch.
    private static string[] RunAll(RandomProgram[] programs, bool fast)
    {
        OperatorCalls.SetFastPaths(fast);
        var observed = new string[programs.Length];
        var next = -1;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(Work))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return observed;

        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < programs.Length;)
            {
                observed[i] = Observe(programs[i]);
            }
        }
    }

    private static string Observe(RandomProgram program)
    {
        try
        {
            return Execution.Run(program);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"the program could not be run: {error}";
        }
    }

    // Some warnings are given once in a process: the first run has them all.
    private static string? Confirmed(RandomProgram program)
    {
        var (without, with) = Pair(program);
        if (without == with)
        {
            return null;
        }

        var (again, _) = Pair(program);
        if (again != without)
        {
            Unsteady.Add($"{program}\n{FirstDifference(without, again)}");
            return null;
        }

        var small = Shrinking.Shrink(program, Differs);
        (without, with) = Pair(small);
        return $"{small}\n{FirstDifference(without, with)}";
    }

    private static bool Differs(RandomProgram program)
    {
        var (without, with) = Pair(program);
        return without != with;
    }

    private static (string Without, string With) Pair(RandomProgram program) => (RunAll([program], fast: false)[0], RunAll([program], fast: true)[0]);

    private static string FirstDifference(string without, string with)
    {
        var (a, b) = (without.Split('\n'), with.Split('\n'));
        var i = 0;
        while (i < a.Length && i < b.Length && a[i] == b[i])
        {
            i++;
        }

        return $"without: {(i < a.Length ? a[i] : "nothing")}\nwith:    {(i < b.Length ? b[i] : "nothing")}\nafter:   {string.Join("\n         ", a[Math.Max(0, i - 3)..i])}";
    }
}
