using LibTorch.Interop;

namespace LibTorch;

/// <summary>The saved states of the default random generators of some devices, so that the same numbers can be drawn again.</summary>
internal sealed class RngSnapshot
{
    private readonly (Device Device, Tensor State)[] _states;

    public RngSnapshot(IEnumerable<Device> devices)
    {
        using var outside = new OutsideFrames();
        _states = [.. devices.Select(device => (device, Torch.GetRngState(device)))];
    }

    /// <summary>A snapshot of the CPU and of the CUDA devices that the tensors are on.</summary>
    public static RngSnapshot Of(IEnumerable<Tensor> tensors) =>
        new(tensors.Where(tensor => tensor.IsCuda).Select(tensor => tensor.Device).Prepend(Device.Cpu).Distinct());

    /// <summary>
    /// Runs the body with the saved states. Afterwards the current states are restored, as if the body had drawn nothing.
    /// </summary>
    public T Replay<T>(Func<T> body)
    {
        RngSnapshot now = new(_states.Select(state => state.Device));
        try
        {
            Restore();
            return body();
        }
        finally
        {
            now.Restore();
        }
    }

    /// <summary>Sets the generators to the saved states.</summary>
    public void Restore()
    {
        foreach (var (device, state) in _states)
        {
            Torch.SetRngState(state, device);
        }
    }
}
