using System.Diagnostics;
using LibTorch.GpuCheck.Parts;

namespace LibTorch.GpuCheck.Running;

/// <summary>Runs the parts one after the other, each in a process of its own and for a limited time, and writes the result.</summary>
internal sealed class Parent(Settings settings)
{
    // A part stops by itself when its time is over, and keeps its results; one that hangs is killed this many seconds later.
    private const double Grace = 5;

    // Fewer seconds are not enough for a process to start and load CUDA.
    private const double Least = 3;

    public int Run()
    {
        using ResultFiles result = new(settings);
        foreach (var part in Part.All.Where(IsWanted))
        {
            result.Say($"=== {part.Name}: {part.Words} ===");
            var outcome = Known(part, result) ?? Try(part, result);
            outcome.Save(settings);
            result.Add(outcome);
            result.Say("");
        }

        Conclude(result);
        result.Write(finished: true);
        return result.IsGood ? App.Good : App.Bad;
    }

    private bool IsWanted(Part part) =>
        settings.Only.Count > 0 ? settings.Only.Any(part.IsCalled) : !settings.Quick || part.QuickSeconds > 0;

    // The outcome of an earlier run, printed again so that the result is complete.
    private Outcome? Known(Part part, ResultFiles result)
    {
        if (settings.Resume && Outcome.Load(settings, part.Name) is { Verdict: not Verdict.NotRun } known)
        {
            foreach (var line in known.Lines)
            {
                result.Say(line);
            }

            result.Say($"{Words(known)}, in an earlier run");
            return known;
        }

        Outcome.Forget(settings, part.Name);
        return null;
    }

    private Outcome Try(Part part, ResultFiles result)
    {
        if (part.OnlyCuda && !settings.OnCuda)
        {
            return Told(new(part.Name, Verdict.Inapplicable, "it needs a device", 0, []));
        }

        // This time includes the start of the process.
        var grace = Grace * settings.Patience;
        var most = settings.Patience * (settings.Quick && part.QuickSeconds > 0 ? part.QuickSeconds : part.Seconds);
        var seconds = Math.Min(most, settings.Time.Left - grace);
        if (seconds < Least)
        {
            return Told(new(part.Name, Verdict.NotRun, "no time is left for it", 0, []));
        }

        List<string> lines = [];
        var start = Stopwatch.GetTimestamp();
        var exit = ChildRun.Run(settings.ArgumentsFor(part.Name, seconds), seconds + grace, line =>
        {
            lines.Add(line);
            result.Say(line);
        });
        var (verdict, why) = exit switch
        {
            App.Good => (Verdict.Good, ""),
            App.Bad => (Verdict.Bad, "see WRONG above"),
            App.Inapplicable => (Verdict.Inapplicable, lines.LastOrDefault() ?? ""),
            null => (Verdict.Bad, FormattableString.Invariant($"it did not end within {seconds + grace:0} s")),
            var code => (Verdict.Bad, $"it ended with exit code {code}"),
        };
        return Told(new(part.Name, verdict, why, Stopwatch.GetElapsedTime(start).TotalSeconds, lines));

        Outcome Told(Outcome outcome)
        {
            result.Say(FormattableString.Invariant($"{Words(outcome)}, {outcome.Seconds:0.0} s; {Math.Max(settings.Time.Left, 0):0} s are left"));
            return outcome;
        }
    }

    private static string Words(Outcome outcome) => outcome.Verdict switch
    {
        Verdict.Good => "good",
        Verdict.Bad => "NOT GOOD: " + outcome.Why,
        Verdict.Inapplicable => "left out: " + outcome.Why,
        _ => "NOT RUN: " + outcome.Why,
    };

    private static void Conclude(ResultFiles result)
    {
        string Names(Verdict verdict) => string.Join(", ", result.Outcomes.Where(outcome => outcome.Verdict == verdict).Select(outcome => outcome.Part));
        if (Names(Verdict.Bad) is { Length: > 0 } bad)
        {
            result.Say($"Not good: {bad}.");
        }

        if (Names(Verdict.NotRun) is { Length: > 0 } missing)
        {
            result.Say($"No time was left for {missing}; ./check.sh --resume goes on with them.");
        }

        if (result.IsGood)
        {
            result.Say("All parts are good.");
        }
    }
}
