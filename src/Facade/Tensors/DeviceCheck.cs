using LibTorch.Interop;

namespace LibTorch;

/// <summary>The checks that Python makes when it is given a device, before it calls libtorch.</summary>
internal static class DeviceCheck
{
    /// <summary>Loads CUDA once, and warns of devices for which this libtorch has no kernels.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    public static void RequireCuda()
    {
        if (!CudaCalls.IsReady)
        {
            CudaCalls.Require();
            CudaArchitectures.WarnOfUnsupportedDevices();
        }
    }

    /// <summary>Loads CUDA for a CUDA device, and registers the missing kernels for the meta device.</summary>
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

    /// <summary>The index of a CUDA device; for null or <c>cuda</c>, that of the current device.</summary>
    /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
    /// <exception cref="TorchValueException">It is not a CUDA device.</exception>
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
