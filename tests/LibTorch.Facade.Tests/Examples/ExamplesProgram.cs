namespace LibTorch.Tests.Examples;

/// <summary>The examples as a program of their own, the way build.sh starts them.</summary>
internal static class ExamplesProgram
{
    public static (int ExitCode, string Output, string Error) Run(string[] arguments, string? python = null, TimeSpan? patience = null) =>
        ChildProcess.Run(ChildProcess.Dotnet, [Path.Combine(AppContext.BaseDirectory, "LibTorch.Examples.dll"), .. arguments], [("PYTHON", python ?? "/usr/bin/python3")], patience: patience);
}
