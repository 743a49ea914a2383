using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>A Python that runs one of the scripts beside the program.</summary>
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
