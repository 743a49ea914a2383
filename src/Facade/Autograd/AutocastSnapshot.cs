using LibTorch.Interop;

namespace LibTorch;

/// <summary>What autocast was at some time, to compute the same once more.</summary>
internal sealed class AutocastSnapshot
{
    private readonly AutocastState _cpu = AutocastCalls.State((int)DeviceType.Cpu);
    private readonly AutocastState _cuda = AutocastCalls.State((int)DeviceType.Cuda);

    /// <summary>Runs the body as then.</summary>
    public T Replay<T>(Func<T> body)
    {
        using var cuda = new AutocastGuard(DeviceType.Cuda, _cuda);
        using var cpu = new AutocastGuard(DeviceType.Cpu, _cpu);
        return body();
    }
}
