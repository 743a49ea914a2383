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
        /// <param name="priority">Negative for work that goes before other streams' work.</param>
        /// <exception cref="TorchException">CUDA cannot be used, or there is no such device.</exception>
        public static DeviceStream NewStream(Device? device = null, int priority = 0) =>
            new(StreamCalls.New((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device), priority < 0));

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
