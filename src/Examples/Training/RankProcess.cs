using System.Diagnostics;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>A rank as a child process: this program, or its Python twin.</summary>
internal sealed class RankProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _read;

    private RankProcess(Process process, Action<string> line, Action<string> error)
    {
        _process = process;
        _read = Task.WhenAll(Read(process.StandardOutput, line), Read(process.StandardError, error));
    }

    /// <summary>Starts a rank in C# or, for P, in Python. Its output and errors go to the two actions, line by line.</summary>
    /// <exception cref="CannotRunException">Python does not start.</exception>
    public static RankProcess Start(
        char language, string[] arguments, (string Name, string Value)[] environment, Action<string> line, Action<string> error)
    {
        var command = language == 'P' ? PythonTwin.Command(Path.Combine("Training", "fashion_ranks.py"), arguments) : Own(arguments);
        foreach (var (name, value) in environment)
        {
            command.Environment[name] = value;
        }

        return new RankProcess(PythonTwin.Run(command, "--languages"), line, error);
    }

    /// <summary>Waits until the process has ended and its output is read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End(CancellationToken ending)
    {
        await _process.WaitForExitAsync(ending);
        await _read.WaitAsync(ending);
        return _process.ExitCode;
    }

    /// <summary>Kills the process and its children.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _read.Wait();
        _process.Dispose();
    }

    private static ProcessStartInfo Own(string[] arguments)
    {
        // If this process runs as `dotnet PROGRAM.dll`, the child needs the program as its first argument.
        var host = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(RankProcess).Assembly.Location] : [];
        return new ProcessStartInfo(host, [.. program, RanksCommand.Name, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    // Reads while the process runs: a full pipe would block it.
    private static async Task Read(StreamReader from, Action<string> line)
    {
        while (await from.ReadLineAsync() is { } text)
        {
            line(text);
        }
    }
}
