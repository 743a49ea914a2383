using System.CommandLine;
using LibTorch.Tool.Parity;

namespace LibTorch.Tool;

/// <summary>Runs C# scripts and their Python twins, and compares the outputs.</summary>
internal static class ParityCommand
{
    public static Command Make()
    {
        Argument<string[]> paths = new("paths") { Description = "FILE.cs FILE.py, or folders of such pairs.", Arity = ArgumentArity.ZeroOrMore };
        Option<long> seed = new("--seed") { Description = "What both sides' random numbers start from." };
        Option<int> threads = new("--threads") { Description = "How many threads both sides may use.", DefaultValueFactory = _ => 1 };
        Option<bool> quiet = new("--quiet") { Description = "Of equal pairs only the last line, of others the first line that differs." };
        Option<string?> notebooks = new("--notebooks") { Description = "Also the notebooks of this program." };
        Command parity = new("parity", "Run C# scripts beside their Python twins, and compare what they print.") { paths, seed, threads, quiet, notebooks };
        parity.SetAction(parsed => Run(
            parsed.GetValue(paths)!, parsed.GetValue(notebooks), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(quiet)));
        return parity;
    }

    private static int Run(string[] paths, string? examples, long seed, int threads, bool quiet)
    {
        try
        {
            IReadOnlyList<Pair> pairs = [.. examples is null ? [] : Pair.Notebooks(examples), .. Pair.Named(paths, Say)];
            if (pairs.Count == 0 || threads < 1)
            {
                throw new CannotRunException(pairs.Count == 0 ? "there is nothing to compare" : "--threads has to be at least 1");
            }

            using PairRun run = new(examples, seed, threads);
            run.CheckPython();
            var coloured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            var equal = pairs.Count(pair => IsEqual(run, pair, new Columns(Console.Out, coloured, quiet)));
            Console.WriteLine($"{equal} of {pairs.Count} pairs are equal, on libtorch {Torch.Version} with seed {seed} and {threads} thread{(threads == 1 ? "" : "s")}.");
            return equal == pairs.Count ? ExitCodes.Done : ExitCodes.Differs;
        }
        catch (Exception why) when (why is CannotRunException or LibTorchNotFoundException)
        {
            Console.Error.WriteLine($"parity: {why.Message}");
            return ExitCodes.CannotRun;
        }
    }

    private static bool IsEqual(PairRun run, Pair pair, Columns columns)
    {
        try
        {
            (Transcript CSharp, Transcript Python) both;
            using (new Progress(pair.Name))
            {
                both = run.Run(pair);
            }

            string[] failures = [.. new[] { both.CSharp.Failure, both.Python.Failure }.OfType<string>()];
            var equal = columns.Write(pair.Name, both.CSharp.Lines, both.Python.Lines, hasEnded: failures.Length == 0);
            Array.ForEach(failures, Say);
            return equal && failures.Length == 0;
        }
        catch (ScriptFailedException why)
        {
            Say(why.Message);
            return false;
        }
    }

    private static void Say(string what)
    {
        Console.Out.Flush();
        Console.Error.WriteLine($"parity: {what}");
    }
}
