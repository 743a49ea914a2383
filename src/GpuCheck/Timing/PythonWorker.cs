using System.Diagnostics;
using System.Globalization;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Timing;

/// <summary>The Python process that runs the same rows; it waits while C# works.</summary>
internal sealed class PythonWorker(Settings settings, long size, long copied) : IDisposable
{
    private readonly Process _process = PythonProcess.Start(settings, "timing.py", "--device", settings.Kind, "--size", $"{size}", "--copied", $"{copied}");

    /// <summary>The milliseconds per operation.</summary>
    /// <exception cref="InvalidOperationException">The Python process has ended.</exception>
    public double Milliseconds(Row row, long operations)
    {
        _process.StandardInput.WriteLine($"{row.Name} {operations}");
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() is { } answer
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Python ended in row {row.Name}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
