using System.Runtime.InteropServices;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>What the figures were taken on.</summary>
internal static class MachinePart
{
    public static void Run(Settings settings, Report report)
    {
        var doctor = $"{Torch.Doctor()}";
        foreach (var line in doctor.TrimEnd('\n').Split('\n'))
        {
            report.Say(line);
        }

        using var python = PythonProcess.Start(settings, "about.py");
        var about = python.StandardOutput.ReadLine();
        var library = python.StandardOutput.ReadLine();
        python.WaitForExit();
        report.Say($"Python     {about ?? "it did not start"}");
        report.Json.WriteString("libtorch", Torch.Version);
        report.Json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        report.Json.WriteString("python", about);
        report.Json.WriteNumber("processors", Environment.ProcessorCount);
        var ours = File.ResolveLinkTarget(Torch.LibraryPath, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(Torch.LibraryPath);
        report.Check(ours == library, $"C# and Python stand on the same file, {library}");
        if (settings.OnCuda)
        {
            var device = Torch.Cuda.GetDeviceProperties(settings.Device);
            report.Say($"GPU        {device}");
            report.Json.WriteString("gpu", device.Name);
            report.Json.WriteNumber("gpuMemory", device.TotalMemory);
            report.Json.WriteString("capability", $"{device.Major}.{device.Minor}");
        }
    }
}
