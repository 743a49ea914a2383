using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>Runs this program again in a new process, with a time limit.</summary>
internal static class ChildRun
{
    // The last lines of a failing process's errors say the most.
    private const int MostErrorLines = 40;

    /// <summary>The exit code; null if the process did not end in time and was killed.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="seconds">The time limit.</param>
    /// <param name="say">Called with each line when it is printed, and with the error stream's lines at the end.</param>
    public static int? Run(string[] arguments, double seconds, Action<string> say)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. Program(), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Queue<string> errors = new();
        process.OutputDataReceived += (_, line) => Receive(line.Data, say);
        process.ErrorDataReceived += (_, line) => Receive(line.Data, text =>
        {
            errors.Enqueue("    " + text);
            if (errors.Count > MostErrorLines)
            {
                errors.Dequeue();
            }
        });
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExit(TimeSpan.FromSeconds(seconds));
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        // Waits until both streams are read to the end. A process left behind by this one may keep them open, so the wait is limited.
        var read = Task.Run(process.WaitForExit).Wait(TimeSpan.FromSeconds(5));
        lock (say)
        {
            foreach (var line in errors)
            {
                say(line);
            }
        }

        return ended && read ? process.ExitCode : null;

        void Receive(string? line, Action<string> take)
        {
            // The lines of the two streams arrive on different threads.
            lock (say)
            {
                if (line is not null)
                {
                    take(line);
                }
            }
        }
    }

    // If it was not compiled ahead of time, the program is a library that dotnet runs.
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "LibTorch.GpuCheck.dll")] : [];
}
