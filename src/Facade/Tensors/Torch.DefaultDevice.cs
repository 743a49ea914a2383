namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// Sets the device on which the calling thread creates tensors if none is given; null for the CPU; <c>torch.set_default_device</c>.
    /// </summary>
    /// <remarks>
    /// It applies to functions that create tensors from numbers or shapes. Sparse constructors and functions with _like in their names use
    /// the device of their arguments.
    /// </remarks>
    public static void SetDefaultDevice(Device? device) => LibTorch.DefaultDevice.Current = device;

    /// <summary>The device on which the calling thread creates tensors if none is given; <c>torch.get_default_device</c>.</summary>
    public static Device GetDefaultDevice()
    {
        if (LibTorch.DefaultDevice.Current is not { Index: < 0 } device)
        {
            return LibTorch.DefaultDevice.Current ?? LibTorch.Device.Cpu;
        }

        // The default device has no index; an empty tensor there shows the index of the current device.
        using var made = Empty([0], device: device);
        return made.Device;
    }

    /// <summary>
    /// Sets the calling thread's default device within a block: <c>using (Torch.OnDevice("cuda")) { }</c>; Python's <c>with
    /// torch.device(...)</c>.
    /// </summary>
    public static DefaultDeviceGuard OnDevice(Device device) => new(device);
}
