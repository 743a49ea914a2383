using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>ltf_cuda_properties.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CudaProperties
{
    public long TotalMemory;
    public int Major;
    public int Minor;
    public int MultiProcessorCount;
    public int MaxThreadsPerMultiProcessor;
    public int WarpSize;
    public int RegistersPerMultiprocessor;
    public int SharedMemoryPerBlock;
    public int SharedMemoryPerBlockOptin;
    public int SharedMemoryPerMultiprocessor;
    public int L2CacheSize;
    public int IsIntegrated;
    public int IsMultiGpuBoard;
    public int PciBusId;
    public int PciDeviceId;
    public int PciDomainId;
    public UuidBytes Uuid;

    /// <summary>The bytes of the UUID, in the order in which it is written.</summary>
    [InlineArray(16)]
    public struct UuidBytes
    {
        private byte _first;
    }
}
