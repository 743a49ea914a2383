using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>How long something may take, from when it is made.</summary>
internal sealed class TimeBox(double seconds)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Seconds that are left; less than none afterwards.</summary>
    public double Left => seconds - Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public bool IsOver => Left <= 0;
}
