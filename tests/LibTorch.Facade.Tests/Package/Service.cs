using System.Diagnostics;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Package;

/// <summary>A program that runs until it is asked to stop.</summary>
internal sealed class Service : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public Service(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(folder, "Program"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in DotnetCommand.Bare)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_ROOT"] = Consumer.DotnetRoot;
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLine()
    {
        var line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        return line ?? throw new InvalidOperationException($"The program ended: {await _errors}");
    }

    /// <summary>Asks it to stop, as a service manager does; what it prints till its end, errors after the rest.</summary>
    public async Task<(int ExitCode, string Output)> Stop()
    {
        ChildProcess.Run("kill", ["-TERM", $"{_process.Id}"]);
        var rest = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (_process.ExitCode, rest + await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
