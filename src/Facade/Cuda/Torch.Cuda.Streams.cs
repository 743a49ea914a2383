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

        /// <summary>The stream that work on the device goes to unless told otherwise; <c>torch.cuda.default_stream</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static DeviceStream DefaultStream(Device? device = null) =>
            new(StreamCalls.Default((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device)));

        /// <summary>Another stream of the device's pool; <c>torch.cuda.Stream(device, priority)</c>.</summary>
        /// <param name="device">The device; the current one without it.</param>
        /// <param name="priority">The lower, the sooner its work is done. libtorch before 2.6 only asks whether it is negative.</param>
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

        /// <summary>A stream that other code made, and keeps alive for as long as this one is used; <c>torch.cuda.ExternalStream</c>.</summary>
        /// <param name="streamPtr">Its <c>cudaStream_t</c>. Any other address ends the process.</param>
        /// <param name="device">Its device; the current one without it.</param>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        /// <exception cref="TorchValueException">It is null, or no address that a stream can have.</exception>
        public static DeviceStream ExternalStream(nint streamPtr, Device? device = null) =>
            new(StreamCalls.External(DeviceCheck.CudaIndex(device), streamPtr));

        /// <summary>Has the calling thread's work go to the stream, on the stream's device; <c>torch.cuda.set_stream</c>.</summary>
        /// <exception cref="TorchException">There is no such device.</exception>
        public static void SetStream(DeviceStream stream)
        {
            ArgumentNullException.ThrowIfNull(stream);
            var device = stream.Device;
            DeviceCalls.Set((int)device.Type, device.Index);
            StreamCalls.Set(stream);
        }

        /// <summary>Has the calling thread's work go to the stream in a block, on the stream's device; nothing for null; <c>torch.cuda.stream</c>.</summary>
        public static CudaStreamGuard Stream(DeviceStream? stream) => new(stream);
    }
}
