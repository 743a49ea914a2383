using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread with another current CUDA device; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct CudaDeviceGuard
{
    private int _previous = -1;

    internal CudaDeviceGuard(int device)
    {
        if (device >= 0)
        {
            _previous = DeviceCheck.CudaIndex(null);
            DeviceCalls.Set((int)DeviceType.Cuda, device);
        }
    }

    /// <summary>Goes back to the device before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_previous >= 0)
        {
            DeviceCalls.Set((int)DeviceType.Cuda, _previous);
            _previous = -1;
        }
    }
}
