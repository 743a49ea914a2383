using System.Diagnostics;

namespace LibTorch.GpuCheck.Running;

/// <summary>A time limit that starts when the object is created.</summary>
internal sealed class TimeBox(double seconds)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The seconds that are left; negative afterwards.</summary>
    public double Left => seconds - Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public bool IsOver => Left <= 0;
}
