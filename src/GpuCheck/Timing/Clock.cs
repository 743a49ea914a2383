using System.Diagnostics;

namespace LibTorch.GpuCheck.Timing;

/// <summary>Measures the time of work: on a GPU between two events in its stream, otherwise by the processor's clock.</summary>
internal static class Clock
{
    /// <summary>The milliseconds per operation.</summary>
    public static double Milliseconds(Device device, Action<long> loop, long operations) =>
        (device.Type == DeviceType.Cuda ? OnCuda(device, loop, operations) : OnCpu(loop, operations)) / operations;

    private static double OnCpu(Action<long> loop, long operations)
    {
        var start = Stopwatch.GetTimestamp();
        loop(operations);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double OnCuda(Device device, Action<long> loop, long operations)
    {
        using DeviceEvent start = new(enableTiming: true), end = new(enableTiming: true);
        Torch.Cuda.Synchronize(device);
        start.Record();
        loop(operations);
        end.Record();
        end.Synchronize();
        return start.ElapsedTime(end);
    }
}
