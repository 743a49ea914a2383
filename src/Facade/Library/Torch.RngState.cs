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
}
