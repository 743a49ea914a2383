using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which the calling thread's work goes to another CUDA stream; ends with Dispose. A ref struct, so it cannot be held over an
/// await.
/// </summary>
public readonly ref struct CudaStreamGuard
{
    private readonly CudaDeviceGuard _device;
    private readonly DeviceStream? _previous;
    private readonly OpenBlock _block;

    internal CudaStreamGuard(DeviceStream? stream)
    {
        if (stream is not null)
        {
            var device = stream.Device;
            var previous = Torch.Cuda.CurrentStream(device);
            StreamCalls.Set(stream);
            _device = new CudaDeviceGuard(device.Index);
            _previous = previous;
            _block = OpenBlock.Enter();
        }
    }

    /// <summary>Restores the stream and device from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            StreamCalls.Set(_previous!);
            _previous!.Dispose();
            _device.Dispose();
        }
    }
}
