using LibTorch.Interop;

namespace LibTorch;

/// <summary>The autocast state of CPU and CUDA when the object was created, so that a computation can be repeated under it.</summary>
internal sealed class AutocastSnapshot
{
    private readonly AutocastState _cpu = AutocastCalls.State((int)DeviceType.Cpu);
    private readonly AutocastState _cuda = AutocastCalls.State((int)DeviceType.Cuda);

    /// <summary>Runs the body under the captured autocast state.</summary>
    public T Replay<T>(Func<T> body)
    {
        using var cuda = new AutocastGuard(DeviceType.Cuda, _cuda);
        using var cpu = new AutocastGuard(DeviceType.Cpu, _cpu);
        return body();
    }
}
