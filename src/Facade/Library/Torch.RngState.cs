using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Where the random numbers of a device stand, as a tensor of bytes; <c>torch.get_rng_state</c>.</summary>
    /// <exception cref="TorchException">The device has no generator.</exception>
    public static Tensor GetRngState(Device? device = null)
    {
        var place = device ?? LibTorch.Device.Cpu;
        DeviceCheck.Require(place);
        return LibTorch.Tensor.Own(GeneratorCalls.DeviceState((int)place.Type, place.Index))!;
    }

    /// <summary>Has a device's random numbers go on from there; <c>torch.set_rng_state</c>.</summary>
    /// <exception cref="TorchException">It is no state of such a generator.</exception>
    public static void SetRngState(Tensor newState, Device? device = null)
    {
        var place = device ?? LibTorch.Device.Cpu;
        DeviceCheck.Require(place);
        GeneratorCalls.SetDeviceState((int)place.Type, place.Index, newState);
    }

    /// <summary>Opens a block at whose end the random numbers go on from where they stood at its start; <c>torch.random.fork_rng</c>.</summary>
    /// <param name="devices">The CUDA devices whose numbers this is about, beside the host's; all of them unless given.</param>
    /// <param name="enabled">Whether the block does anything.</param>
    public static RngFork ForkRng(IEnumerable<Device>? devices = null, bool enabled = true) =>
        enabled ? new(devices ?? Enumerable.Range(0, (int)Cuda.DeviceCount()).Select(index => new Device(DeviceType.Cuda, index))) : default;
}
