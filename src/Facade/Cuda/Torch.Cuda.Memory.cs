using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The figures of libtorch's allocator need libtorch 2.9 or later: before, only CUDA's own headers give them.</summary>
    public static partial class Cuda
    {
        /// <summary>Bytes that tensors hold on the device; <c>torch.cuda.memory_allocated</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryAllocated(Device? device = null) => Figure(device, "allocated_bytes.all.current");

        /// <summary>The most bytes that tensors held on the device since the start or <see cref="ResetPeakMemoryStats"/>; <c>torch.cuda.max_memory_allocated</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryAllocated(Device? device = null) => Figure(device, "allocated_bytes.all.peak");

        /// <summary>Bytes that libtorch took of the device, those kept for the next tensors included; <c>torch.cuda.memory_reserved</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryReserved(Device? device = null) => Figure(device, "reserved_bytes.all.current");

        /// <summary>The most bytes that libtorch took of the device since the start or <see cref="ResetPeakMemoryStats"/>; <c>torch.cuda.max_memory_reserved</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryReserved(Device? device = null) => Figure(device, "reserved_bytes.all.peak");

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

        /// <summary>All figures that libtorch's allocator keeps of the device, by PyTorch's names; none before CUDA was used; <c>torch.cuda.memory_stats</c>.</summary>
        /// <remarks>Counts, or bytes where the name says so. The figures of private pools, which newer versions have beside, are not among them.</remarks>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static IReadOnlyDictionary<string, long> MemoryStats(Device? device = null)
        {
            SortedDictionary<string, long> stats = new(StringComparer.Ordinal);
            if (IsInitialized())
            {
                foreach (var (name, figure) in DeviceFigures.Names.Zip(DeviceCalls.Figures((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device))))
                {
                    stats.Add(name, figure);
                }
            }

            return stats;
        }

        /// <summary>The figures as a table; <c>torch.cuda.memory_summary</c>.</summary>
        /// <param name="device">The device; the current one without it.</param>
        /// <param name="abbreviated">Whether the rows of the allocator's two pools are left out.</param>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static string MemorySummary(Device? device = null, bool abbreviated = false)
        {
            var index = DeviceCheck.CudaIndex(device);
            return CudaMemorySummary.Of(index, MemoryStats(new Device(DeviceType.Cuda, index)), abbreviated);
        }

        /// <summary>Lets the figures of all that was ever allocated and freed start at 0; <c>torch.cuda.reset_accumulated_memory_stats</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void ResetAccumulatedMemoryStats(Device? device = null) =>
            DeviceCalls.ResetAccumulatedMemory((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device));

        // Nothing was taken before CUDA was used.
        private static long Figure(Device? device, string name) =>
            IsInitialized() ? DeviceCalls.Figures((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device))[DeviceFigures.PlaceOf(name)] : 0;
    }
}
