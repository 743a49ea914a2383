using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LibTorch.Examples.Running;

/// <summary>A Python twin as a running process.</summary>
internal sealed class PythonTwin : IDisposable
{
    public const string Choice = "Python is $PYTHON, or else /usr/bin/python3.";

    /// <summary>The exit code of a twin if Python lacks a module that it needs.</summary>
    public const int Lacking = 3;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private PythonTwin(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    // Debian's Python, because another one earlier on the PATH may not have torch.
    private static string Interpreter =>
        Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";

    /// <summary>Starts a script in this program's folder.</summary>
    public static PythonTwin Start(string script, params IEnumerable<string> arguments) => new(Run(Command(script, arguments), "--live"));

    /// <summary>The command line that runs a script in this program's folder.</summary>
    public static ProcessStartInfo Command(string script, IEnumerable<string> arguments) =>
        new(Interpreter, ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONUTF8"] = "1" },
        };

    /// <summary>Runs it, for an option of the command line.</summary>
    /// <exception cref="CannotRunException">There is no such Python.</exception>
    public static Process Run(ProcessStartInfo command, string option)
    {
        try
        {
            return Process.Start(command)!;
        }
        catch (Win32Exception why)
        {
            var reason = Marshal.GetPInvokeErrorMessage(why.NativeErrorCode);
            throw new CannotRunException($"{option}: {Interpreter} does not start ({reason}). {Choice}");
        }
    }

    /// <summary>Waits for the twin's lines; a traceback at its end is part of them.</summary>
    public IReadOnlyList<string> Lines()
    {
        var output = _output.GetAwaiter().GetResult();
        var error = _error.GetAwaiter().GetResult();
        _process.WaitForExit();
        return _process.ExitCode switch
        {
            0 => Split(output),
            Lacking => throw new CannotRunException($"--live: {error.Trim()} ({Interpreter}). {Choice}"),
            _ => [.. Split(output), .. Split(error)],
        };
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string[] Split(string text) => text.TrimEnd('\n').Split('\n');
}
