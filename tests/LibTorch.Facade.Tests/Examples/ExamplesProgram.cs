using System.Diagnostics;

namespace LibTorch.Tests.Examples;

/// <summary>The examples as a program of their own, the way build.sh starts them.</summary>
internal static class ExamplesProgram
{
    public static (int ExitCode, string Output, string Error) Run(string[] arguments, string? python = null)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LibTorch.Examples.dll");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host, [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHON"] = python ?? "/usr/bin/python3" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
