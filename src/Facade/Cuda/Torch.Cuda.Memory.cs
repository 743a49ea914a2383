using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// The statistics of libtorch's allocator need libtorch 2.9 or later: earlier releases expose them only through headers that need
    /// CUDA's.
    /// </summary>
    public static partial class Cuda
    {
        /// <summary>Bytes that tensors occupy on the device; <c>torch.cuda.memory_allocated</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryAllocated(Device? device = null) => Figure(device, "allocated_bytes.all.current");

        /// <summary>
        /// The maximum of bytes that tensors occupied on the device since the start or <see cref="ResetPeakMemoryStats"/>;
        /// <c>torch.cuda.max_memory_allocated</c>.
        /// </summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryAllocated(Device? device = null) => Figure(device, "allocated_bytes.all.peak");

        /// <summary>
        /// Bytes that libtorch has reserved on the device, including memory cached for later tensors; <c>torch.cuda.memory_reserved</c>.
        /// </summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MemoryReserved(Device? device = null) => Figure(device, "reserved_bytes.all.current");

        /// <summary>
        /// The maximum of bytes that libtorch had reserved on the device since the start or <see cref="ResetPeakMemoryStats"/>;
        /// <c>torch.cuda.max_memory_reserved</c>.
        /// </summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static long MaxMemoryReserved(Device? device = null) => Figure(device, "reserved_bytes.all.peak");

        /// <summary>Resets the peak statistics to what is in use now; <c>torch.cuda.reset_peak_memory_stats</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void ResetPeakMemoryStats(Device? device = null) =>
            DeviceCalls.ResetPeakMemory((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device));

        /// <summary>Returns memory that libtorch caches for later tensors to the devices; <c>torch.cuda.empty_cache</c>.</summary>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void EmptyCache()
        {
            if (IsInitialized())
            {
                DeviceCalls.EmptyCache((int)DeviceType.Cuda);
            }
        }

        /// <summary>The free and the total memory of the device, in bytes; <c>torch.cuda.mem_get_info</c>.</summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        public static (long Free, long Total) MemGetInfo(Device? device = null) =>
            CudaCalls.MemoryInfo(DeviceCheck.CudaIndex(device));

        /// <summary>
        /// All statistics of libtorch's allocator for the device, by PyTorch's names; empty before CUDA was used;
        /// <c>torch.cuda.memory_stats</c>.
        /// </summary>
        /// <remarks>
        /// The values are counts, or bytes if the name says so. Statistics of private pools, which newer versions also have, are not
        /// included.
        /// </remarks>
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

        /// <summary>The allocator's statistics as a table; <c>torch.cuda.memory_summary</c>.</summary>
        /// <param name="device">The device; null: the current one.</param>
        /// <param name="abbreviated">Whether to leave out the rows for the allocator's large and small pools.</param>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static string MemorySummary(Device? device = null, bool abbreviated = false)
        {
            var index = DeviceCheck.CudaIndex(device);
            return CudaMemorySummary.Of(index, MemoryStats(new Device(DeviceType.Cuda, index)), abbreviated);
        }

        /// <summary>
        /// Resets the totals of all memory ever allocated and freed to 0; <c>torch.cuda.reset_accumulated_memory_stats</c>.
        /// </summary>
        /// <exception cref="TorchException">CUDA cannot be used; the message says why.</exception>
        /// <exception cref="TorchNotImplementedException">libtorch is older than 2.9.</exception>
        public static void ResetAccumulatedMemoryStats(Device? device = null) =>
            DeviceCalls.ResetAccumulatedMemory((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device));

        // Before CUDA was used, libtorch has allocated nothing.
        private static long Figure(Device? device, string name) =>
            IsInitialized() ? DeviceCalls.Figures((int)DeviceType.Cuda, DeviceCheck.CudaIndex(device))[DeviceFigures.PlaceOf(name)] : 0;
    }
}
