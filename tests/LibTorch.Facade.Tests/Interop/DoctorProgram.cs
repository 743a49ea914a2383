using System.Diagnostics;

namespace LibTorch.Tests.Interop;

/// <summary>The doctor in a process of its own, whose environment a test chooses.</summary>
internal static class DoctorProgram
{
    public static (int ExitCode, string Output) Run(string? libtorch = null, string? native = null)
    {
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "LibTorch.Tool.dll"), "doctor"])
        {
            RedirectStandardOutput = true,
            Environment = { ["LIBTORCH"] = libtorch, ["LIBTORCH_FACADE_NATIVE"] = native },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>What is said where nothing can be loaded; the exit code has to say so too.</summary>
    public static string Problem(string? libtorch = null, string? native = null)
    {
        var (exit, output) = Run(libtorch, native);
        Assert.Equal(1, exit);
        Assert.Contains("libtorch could not be loaded. Tried:", output, StringComparison.Ordinal);
        return output;
    }
}
