using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread whose work goes to another stream; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct CudaStreamGuard
{
    private readonly CudaDeviceGuard _device;
    private DeviceStream? _previous;

    internal CudaStreamGuard(DeviceStream? stream)
    {
        if (stream is not null)
        {
            var device = stream.Device;
            var previous = Torch.Cuda.CurrentStream(device);
            StreamCalls.Set(stream);
            _device = new CudaDeviceGuard(device.Index);
            _previous = previous;
        }
    }

    /// <summary>Goes back to the stream and device before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_previous is not null)
        {
            StreamCalls.Set(_previous);
            _previous.Dispose();
            _previous = null;
            _device.Dispose();
        }
    }
}
