using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Child processes that a probe starts to see how they end.</summary>
internal static class Roles
{
    // Many times the seconds that a process needs to start, load CUDA and end.
    private const double Most = 20;

    /// <summary>Runs the probe in a new process with a role in its settings. Its lines are also printed.</summary>
    /// <returns>The exit code, null if it did not end; and its printed lines.</returns>
    public static (int? ExitCode, List<string> Lines) Run(Settings settings, Report report, string probe, string role)
    {
        List<string> lines = [];
        var seconds = Math.Clamp(settings.Time.Left, 1, Most * settings.Patience);
        var exit = ChildRun.Run(settings.ArgumentsFor("probes/" + probe, seconds, role), seconds, line =>
        {
            lines.Add(line);
            report.Say($"       {role}: {line}");
        });
        return (exit, lines);
    }

    /// <summary>Runs the role, and checks that the process ended normally after its last line.</summary>
    public static List<string> RunToItsEnd(Settings settings, Report report, string probe, string role)
    {
        var (exit, lines) = Run(settings, report, probe, role);
        report.Check(exit == App.Good && lines.Contains("end"), $"{role}: the process {(exit is null ? "did not end" : $"ended with exit code {exit}")}{(lines.Contains("end") ? "" : ", before its last line")}");
        return lines;
    }
}
