using System.Diagnostics;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>A rank as a process of this machine: this program itself, or its Python twin.</summary>
internal sealed class RankProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task _read;

    private RankProcess(Process process, Action<string> line, Action<string> error)
    {
        _process = process;
        _read = Task.WhenAll(Read(process.StandardOutput, line), Read(process.StandardError, error));
    }

    /// <summary>Starts it, in C# or, for P, in Python. What it prints goes to the two actions, line by line.</summary>
    /// <exception cref="CannotRunException">There is no Python.</exception>
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

    /// <summary>Waits until it has ended and all that it printed is read.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> End(CancellationToken ending)
    {
        await _process.WaitForExitAsync(ending);
        await _read.WaitAsync(ending);
        return _process.ExitCode;
    }

    /// <summary>Ends it, with all that it has started.</summary>
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
        // `dotnet` has to be told which program it runs.
        var host = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(RankProcess).Assembly.Location] : [];
        return new ProcessStartInfo(host, [.. program, RanksCommand.Name, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    // While it runs: a pipe that nobody reads would hold it up.
    private static async Task Read(StreamReader from, Action<string> line)
    {
        while (await from.ReadLineAsync() is { } text)
        {
            line(text);
        }
    }
}
