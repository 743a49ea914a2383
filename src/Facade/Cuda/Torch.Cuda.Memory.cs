using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The figures of libtorch's allocator need libtorch 2.9 or later: before, only CUDA's own headers give them.</summary>
    public static partial class Cuda
    {
        /// <summary>Bytes that tensors hold on the device; <c>torch.cuda.memory_allocated</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryAllocated(Device? device = null) => Memory(device).Allocated;

        /// <summary>The most bytes that tensors held on the device since the start or <see cref="ResetPeakMemoryStats"/>; <c>torch.cuda.max_memory_allocated</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryAllocated(Device? device = null) => Memory(device).MaxAllocated;

        /// <summary>Bytes that libtorch took of the device, those kept for the next tensors included; <c>torch.cuda.memory_reserved</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryReserved(Device? device = null) => Memory(device).Reserved;

        /// <summary>The most bytes that libtorch took of the device since the start or <see cref="ResetPeakMemoryStats"/>; <c>torch.cuda.max_memory_reserved</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryReserved(Device? device = null) => Memory(device).MaxReserved;

        /// <summary>Lets the highest figures start at what is in use now; <c>torch.cuda.reset_peak_memory_stats</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void ResetPeakMemoryStats(Device? device = null) =>
            DeviceCalls.ResetPeakMemory((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device));

        /// <summary>Gives back to the devices what is kept for the next tensors; <c>torch.cuda.empty_cache</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void EmptyCache()
        {
            if (IsInitialized())
            {
                DeviceCalls.EmptyCache((int)DeviceType.Cuda);
            }
        }

        /// <summary>Bytes of the device's memory that nobody uses, and all of them; <c>torch.cuda.mem_get_info</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static (long Free, long Total) MemGetInfo(Device? device = null) =>
            CudaCalls.MemoryInfo(DeviceCheck.CudaIndex(device));

        // Nothing was taken before CUDA was used.
        private static DeviceMemory Memory(Device? device) => IsInitialized()
            ? DeviceCalls.Memory((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device))
            : default;
    }
}
