using LibTorch.Interop;

namespace LibTorch;

/// <summary>Where the random numbers of some devices stood, to draw the same ones again.</summary>
internal sealed class RngSnapshot
{
    private readonly (Device Device, Tensor State)[] _states;

    public RngSnapshot(IEnumerable<Device> devices)
    {
        using var outside = new OutsideFrames();
        _states = [.. devices.Select(device => (device, Torch.GetRngState(device)))];
    }

    /// <summary>Of the host and of the devices that the tensors are on.</summary>
    public static RngSnapshot Of(IEnumerable<Tensor> tensors) =>
        new(tensors.Where(tensor => tensor.IsCuda).Select(tensor => tensor.Device).Prepend(Device.Cpu).Distinct());

    /// <summary>Runs the body with the numbers of then; those of now go on afterwards as if nothing had been drawn.</summary>
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

    /// <summary>Has the numbers go on from there.</summary>
    public void Restore()
    {
        foreach (var (device, state) in _states)
        {
            Torch.SetRngState(state, device);
        }
    }
}
