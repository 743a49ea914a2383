using System.Diagnostics;

namespace LibTorch.Tests;

/// <summary>Programs started anew, with what they print.</summary>
internal static class ChildProcess
{
    // Far more than a busy machine needs; a build that hangs is to end the test, not to hold it up for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The <c>dotnet</c> that runs the tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">What is other than in the tests' own environment; null takes a variable away.</param>
    /// <param name="folder">Where it runs; where the tests do without.</param>
    /// <param name="patience">How long it may take; fifteen minutes without.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string program, string[] arguments, (string Name, string? Value)[]? environment = null, string folder = "", TimeSpan? patience = null)
    {
        var longest = patience ?? Patience;
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {longest}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs tests of this assembly, by their full names.</summary>
    public static (int ExitCode, string Output, string Error) RunTests(IEnumerable<string> methods, params (string Name, string? Value)[] environment) =>
        Run(Dotnet, [typeof(ChildProcess).Assembly.Location, "-noLogo", "-noColor", .. methods.SelectMany(method => new[] { "-method", method })], environment);
}
