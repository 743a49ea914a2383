using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>This program once more, in a process of its own, for as long as it may take.</summary>
internal static class ChildRun
{
    // Of what a process says when it fails, the end tells the most.
    private const int MostErrorLines = 40;

    /// <summary>The exit code; null where the process did not end in time, and was ended.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="seconds">How long it may take.</param>
    /// <param name="say">Gets each line when it is printed, and those of the error stream at the end.</param>
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

        // Until both streams are read to their end. A process that this one left behind may keep them open.
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
            // The two streams come on threads of their own.
            lock (say)
            {
                if (line is not null)
                {
                    take(line);
                }
            }
        }
    }

    // Built as any other program it is a library that dotnet runs.
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "LibTorch.GpuCheck.dll")] : [];
}
