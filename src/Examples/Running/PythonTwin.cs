using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LibTorch.Examples.Running;

/// <summary>A Python twin as a running process.</summary>
internal sealed class PythonTwin : IDisposable
{
    public const string Choice = "Python is $PYTHON, or else /usr/bin/python3.";

    // The exit code of twin.py if Python lacks a module that a twin needs.
    private const int Lacking = 3;

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
    public static PythonTwin Start(string script, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, script);
        ProcessStartInfo start = new(Interpreter, ["-W", "ignore", path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONUTF8"] = "1" },
        };
        try
        {
            return new PythonTwin(Process.Start(start)!);
        }
        catch (Win32Exception why)
        {
            var reason = Marshal.GetPInvokeErrorMessage(why.NativeErrorCode);
            throw new CannotRunException($"--live: {Interpreter} does not start ({reason}). {Choice}");
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
