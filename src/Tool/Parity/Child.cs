using System.ComponentModel;
using System.Diagnostics;

namespace LibTorch.Tool.Parity;

/// <summary>A running child process and its output.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private Child(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The dotnet that runs this program.</summary>
    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static Child Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new Child(Process.Start(start)!);
        }
        catch (Win32Exception why)
        {
            throw new CannotRunException($"{program} does not start: {why.Message}");
        }
    }

    /// <summary>Waits for the process to end.</summary>
    public (int ExitCode, string Output, string Error) End()
    {
        var (output, error) = (_output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult());
        _process.WaitForExit();
        return (_process.ExitCode, output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
