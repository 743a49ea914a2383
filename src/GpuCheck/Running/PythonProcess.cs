using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>A Python process that runs one of the scripts in the program's folder.</summary>
internal static class PythonProcess
{
    public static Process Start(Settings settings, string script, params string[] arguments)
    {
        ProcessStartInfo start = new(settings.Python, ["-B", Path.Combine(AppContext.BaseDirectory, "python", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
