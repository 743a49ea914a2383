using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread with another current CUDA device; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct CudaDeviceGuard
{
    private readonly int _previous;
    private readonly OpenBlock _block;

    internal CudaDeviceGuard(int device)
    {
        if (device >= 0)
        {
            _previous = DeviceCheck.CudaIndex(null);
            DeviceCalls.Set((int)DeviceType.Cuda, device);
            _block = OpenBlock.Enter();
        }
    }

    /// <summary>Restores the device from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            DeviceCalls.Restore((int)DeviceType.Cuda, _previous);
        }
    }
}
