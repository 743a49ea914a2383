using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Cuda
    {
        /// <summary>The stream that the calling thread's work on the device goes to; <c>torch.cuda.current_stream</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static DeviceStream CurrentStream(Device? device = null) =>
            new(StreamCalls.Current((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device)));

        /// <summary>The device's default stream; <c>torch.cuda.default_stream</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static DeviceStream DefaultStream(Device? device = null) =>
            new(StreamCalls.Default((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device)));

        /// <summary>A stream from libtorch's pool for the device; <c>torch.cuda.Stream(device, priority)</c>.</summary>
        /// <param name="device">The device; null: the current one.</param>
        /// <param name="priority">Lower numbers have priority. libtorch before 2.6 distinguishes only negative numbers from others.</param>
        /// <exception cref="TorchException">CUDA cannot be used, there is no such device, or the priority is above 0.</exception>
        public static DeviceStream NewStream(Device? device = null, int priority = 0) =>
            new(StreamCalls.New((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device), priority));

        /// <summary>The priorities that streams of the current device can have; <c>torch.cuda.Stream.priority_range</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static (int Least, int Greatest) StreamPriorityRange()
        {
            DeviceCheck.RequireCuda();
            return CudaCalls.PriorityRange();
        }

        /// <summary>
        /// Wraps a stream that other code created. That code must keep the stream alive as long as it is used here;
        /// <c>torch.cuda.ExternalStream</c>.
        /// </summary>
        /// <param name="streamPtr">The stream's <c>cudaStream_t</c>. Any other address crashes the process.</param>
        /// <param name="device">The stream's device; null: the current one.</param>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        /// <exception cref="TorchValueException">The pointer is null, or cannot be the address of a stream.</exception>
        public static DeviceStream ExternalStream(nint streamPtr, Device? device = null) =>
            new(StreamCalls.External(DeviceCheck.CudaIndex(device), streamPtr));

        /// <summary>Makes the stream and its device the current ones of the calling thread; <c>torch.cuda.set_stream</c>.</summary>
        /// <exception cref="TorchException">There is no such device.</exception>
        public static void SetStream(DeviceStream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            var device = stream.Device;
            DeviceCalls.Set((int)device.Type, device.Index);
            StreamCalls.Set(stream);
        }

        /// <summary>
        /// A block in which the stream and its device are the current ones of the calling thread; null changes nothing;
        /// <c>torch.cuda.stream</c>.
        /// </summary>
        public static CudaStreamGuard Stream(DeviceStream? stream) => new(stream);
    }
}
