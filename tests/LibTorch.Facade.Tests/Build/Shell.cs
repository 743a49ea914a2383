namespace LibTorch.Tests.Build;

/// <summary>Shell commands as a person types them: with their output in a pipe, or on a terminal.</summary>
internal static class Shell
{
    public static (int ExitCode, string Output, string Error) Run(string command, params (string Name, string? Value)[] environment) =>
        ChildProcess.Run("bash", ["-c", command], [("NO_COLOR", null), .. environment], Repository.Root);

    /// <summary>All that the command wrote to its terminal.</summary>
    public static (int ExitCode, string Output) OnTerminal(string command, params (string Name, string? Value)[] environment)
    {
        var quoted = command.Replace("'", "'\\''", StringComparison.Ordinal);
        var (exit, output, _) = Run($"script -qec '{quoted}' /dev/null </dev/null", [("TERM", "xterm-256color"), ("SHELL", "/bin/bash"), .. environment]);
        return (exit, output);
    }
}
