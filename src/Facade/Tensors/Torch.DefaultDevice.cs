namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Has tensors of the calling thread made on the device unless they are told another; null for the CPU; <c>torch.set_default_device</c>.</summary>
    /// <remarks>It is for functions that make tensors of numbers or shapes. Sparse constructors and those with _like in their name go by their arguments.</remarks>
    public static void SetDefaultDevice(Device? device) => LibTorch.DefaultDevice.Current = device;

    /// <summary>Where tensors of the calling thread are made unless they are told another device; <c>torch.get_default_device</c>.</summary>
    public static Device GetDefaultDevice()
    {
        if (LibTorch.DefaultDevice.Current is not { Index: < 0 } device)
        {
            return LibTorch.DefaultDevice.Current ?? LibTorch.Device.Cpu;
        }

        // The current one of its kind.
        using var made = Empty([0], device: device);
        return made.Device;
    }

    /// <summary>Has tensors made on the device in a block: <c>using (Torch.OnDevice("cuda")) { }</c>; Python's <c>with torch.device(...)</c>.</summary>
    public static DefaultDeviceGuard OnDevice(Device device) => new(device);
}
