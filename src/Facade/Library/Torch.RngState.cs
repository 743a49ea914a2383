using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The state of a device's default generator, as a tensor of bytes; <c>torch.get_rng_state</c>.</summary>
    /// <exception cref="TorchException">The device has no generator.</exception>
    public static Tensor GetRngState(Device? device = null)
    {
        var place = device ?? LibTorch.Device.Cpu;
        DeviceCheck.Require(place);
        return LibTorch.Tensor.Own(GeneratorCalls.DeviceState((int)place.Type, place.Index))!;
    }

    /// <summary>
    /// Sets the state of a device's default generator, from which its random numbers continue; <c>torch.set_rng_state</c>.
    /// </summary>
    /// <exception cref="TorchException">The tensor is not a state of such a generator.</exception>
    public static void SetRngState(Tensor newState, Device? device = null)
    {
        var place = device ?? LibTorch.Device.Cpu;
        DeviceCheck.Require(place);
        GeneratorCalls.SetDeviceState((int)place.Type, place.Index, newState);
    }

    /// <summary>
    /// Opens a block at whose end the random number generators return to the state that they had at its start;
    /// <c>torch.random.fork_rng</c>.
    /// </summary>
    /// <param name="devices">The CUDA devices whose generators to restore, in addition to the CPU's; all of them unless given.</param>
    /// <param name="enabled">Whether the block does anything.</param>
    public static RngFork ForkRng(IEnumerable<Device>? devices = null, bool enabled = true) =>
        enabled ? new(devices ?? Enumerable.Range(0, (int)Cuda.DeviceCount()).Select(index => new Device(DeviceType.Cuda, index))) : default;
}
