using System.Runtime.InteropServices;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>Reports the machine on which the figures were measured.</summary>
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
        report.Figures["libtorch"] = Torch.Version;
        report.Figures["runtime"] = RuntimeInformation.FrameworkDescription;
        report.Figures["python"] = about;
        report.Figures["processors"] = Environment.ProcessorCount;
        var ours = File.ResolveLinkTarget(Torch.LibraryPath, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(Torch.LibraryPath);
        report.Check(ours == library, $"C# and Python stand on the same file, {library}");
        if (settings.OnCuda)
        {
            var device = Torch.Cuda.GetDeviceProperties(settings.Device);
            report.Say($"GPU        {device}");
            report.Figures["gpu"] = device.Name;
            report.Figures["gpuMemory"] = device.TotalMemory;
            report.Figures["capability"] = $"{device.Major}.{device.Minor}";
        }
    }
}
