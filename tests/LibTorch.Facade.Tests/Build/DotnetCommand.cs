using System.Diagnostics;

namespace LibTorch.Tests.Build;

/// <summary>The <c>dotnet</c> that runs the tests, started anew.</summary>
internal static class DotnetCommand
{
    // Far more than a busy machine needs; a build that hangs is to end the test, not to hold it up for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>What it printed, errors after the rest, and its exit code.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments) =>
        Start(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

    /// <summary>The same of a program that it made.</summary>
    public static (int ExitCode, string Output) Start(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // A bare Debian has no ICU.
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
