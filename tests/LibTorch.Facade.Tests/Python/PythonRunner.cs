using System.Diagnostics;

namespace LibTorch.Tests;

/// <summary>Runs a script in a Python of its own: one that takes long, or changes settings that <see cref="PythonSession"/> shares.</summary>
internal static class PythonRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a script that lies beside the tests; fails the test, with the error output, if it did not end well.</summary>
    public static void Run(string relativePath, params string[] arguments)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, relativePath), .. arguments];
        using var process = Process.Start(new ProcessStartInfo(PythonSession.Interpreter, all) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{relativePath} did not end within {Patience}.\n{errors.Result}");
        }

        Assert.True(process.ExitCode == 0, $"{relativePath} ended with exit code {process.ExitCode}.\n{errors.Result}");
    }
}
