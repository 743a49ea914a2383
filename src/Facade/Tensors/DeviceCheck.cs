using LibTorch.Interop;

namespace LibTorch;

/// <summary>What Python checks when it meets a device, before libtorch is asked.</summary>
internal static class DeviceCheck
{
    /// <summary>Has CUDA loaded, and warns of devices that libtorch has no kernels for.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    public static void RequireCuda()
    {
        if (!CudaCalls.IsReady)
        {
            CudaCalls.Require();
            CudaArchitectures.WarnOfUnsupportedDevices();
        }
    }

    /// <summary>Has CUDA loaded where the device is CUDA's, and meta's kernels registered where it is meta.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    public static void Require(Device device)
    {
        if (device.Type == DeviceType.Cuda)
        {
            RequireCuda();
        }
        else if (device.Type == DeviceType.Meta)
        {
            MetaKernels.Ensure();
        }
    }

    /// <summary>The number of a CUDA device, which for none or <c>cuda</c> is the current one's.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    /// <exception cref="TorchValueException">It is a device of another kind.</exception>
    public static int CudaIndex(Device? device)
    {
        RequireCuda();
        return device switch
        {
            null or { Type: DeviceType.Cuda, Index: < 0 } => DeviceCalls.Current((int)DeviceType.Cuda),
            { Type: DeviceType.Cuda, Index: var index } => index,
            _ => throw new TorchValueException($"Expected a cuda device, but got: {device}"),
        };
    }
}
