using LibTorch.Interop;

namespace LibTorch;

/// <summary>What Python checks when it meets a device, before libtorch is asked.</summary>
internal static class DeviceCheck
{
    private static readonly Lazy<bool> HasCuda = new(() => LibraryCalls.CudaDeviceCount() >= 0);

    /// <exception cref="TorchException">The device is CUDA's and libtorch was built without it.</exception>
    public static void Require(Device device)
    {
        if (device.Type == DeviceType.Cuda && !HasCuda.Value)
        {
            throw new TorchException("Torch not compiled with CUDA enabled");
        }
    }
}
