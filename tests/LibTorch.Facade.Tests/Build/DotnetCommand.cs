namespace LibTorch.Tests.Build;

/// <summary>The SDK's commands, and the programs that they make, as on a bare Debian.</summary>
internal static class DotnetCommand
{
    public static (string Name, string? Value)[] Bare { get; } =
    [
        // A bare Debian has no ICU.
        ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
        ("DOTNET_NOLOGO", "1"),
    ];

    /// <summary>What it printed, errors after the rest, and its exit code.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments) => Start(folder, ChildProcess.Dotnet, arguments);

    /// <summary>The same of a program that it made.</summary>
    public static (int ExitCode, string Output) Start(string folder, string program, params string[] arguments) => Start(folder, program, arguments, []);

    /// <summary>The same, with variables of its own.</summary>
    public static (int ExitCode, string Output) Start(string folder, string program, string[] arguments, (string Name, string? Value)[] environment)
    {
        var (exit, output, error) = ChildProcess.Run(program, arguments, [.. Bare, .. environment], folder);
        return (exit, output + error);
    }
}
