using System.Globalization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The properties of a CUDA device, as the driver reports them; the result of <c>torch.cuda.get_device_properties</c>.</summary>
public sealed record CudaDeviceProperties
{
    internal CudaDeviceProperties(string name, in CudaProperties properties)
    {
        Name = name;
        Major = properties.Major;
        Minor = properties.Minor;
        TotalMemory = properties.TotalMemory;
        MultiProcessorCount = properties.MultiProcessorCount;
        MaxThreadsPerMultiProcessor = properties.MaxThreadsPerMultiProcessor;
        WarpSize = properties.WarpSize;
        RegsPerMultiprocessor = properties.RegistersPerMultiprocessor;
        SharedMemoryPerBlock = properties.SharedMemoryPerBlock;
        SharedMemoryPerBlockOptin = properties.SharedMemoryPerBlockOptin;
        SharedMemoryPerMultiprocessor = properties.SharedMemoryPerMultiprocessor;
        L2CacheSize = properties.L2CacheSize;
        IsIntegrated = properties.IsIntegrated != 0;
        IsMultiGpuBoard = properties.IsMultiGpuBoard != 0;
        PciBusId = properties.PciBusId;
        PciDeviceId = properties.PciDeviceId;
        PciDomainId = properties.PciDomainId;
        Uuid = new Guid(properties.Uuid, bigEndian: true);
    }

    /// <summary>The product's name.</summary>
    public string Name { get; }

    /// <summary>The compute capability's major version.</summary>
    public int Major { get; }

    /// <summary>The compute capability's minor version.</summary>
    public int Minor { get; }

    /// <summary>The device's memory in bytes.</summary>
    public long TotalMemory { get; }

    /// <summary>The number of multiprocessors.</summary>
    public int MultiProcessorCount { get; }

    /// <summary>The maximum number of threads that a multiprocessor runs at a time.</summary>
    public int MaxThreadsPerMultiProcessor { get; }

    /// <summary>The number of threads in a warp.</summary>
    public int WarpSize { get; }

    /// <summary>The number of 32-bit registers of a multiprocessor.</summary>
    public int RegsPerMultiprocessor { get; }

    /// <summary>The shared memory available to a block, in bytes.</summary>
    public int SharedMemoryPerBlock { get; }

    /// <summary>The shared memory available to a block of a kernel that opts in to more, in bytes.</summary>
    public int SharedMemoryPerBlockOptin { get; }

    /// <summary>The shared memory of a multiprocessor, in bytes.</summary>
    public int SharedMemoryPerMultiprocessor { get; }

    /// <summary>The size of the L2 cache in bytes; <c>L2_cache_size</c>.</summary>
    public int L2CacheSize { get; }

    /// <summary>Whether the device is integrated and shares the host's memory.</summary>
    public bool IsIntegrated { get; }

    /// <summary>Whether the device is one of several on a board.</summary>
    public bool IsMultiGpuBoard { get; }

    /// <summary>The number of the PCI bus that the device is on.</summary>
    public int PciBusId { get; }

    /// <summary>The device's number on the PCI bus.</summary>
    public int PciDeviceId { get; }

    /// <summary>The PCI domain of the bus.</summary>
    public int PciDomainId { get; }

    /// <summary>The device's unique identifier.</summary>
    public Guid Uuid { get; }

    /// <summary>The properties as PyTorch prints them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"_CudaDeviceProperties(name='{Name}', major={Major}, minor={Minor}, total_memory={TotalMemory / (1 << 20)}MB, multi_processor_count={MultiProcessorCount}, uuid={Uuid}, pci_bus_id={PciBusId}, pci_device_id={PciDeviceId}, pci_domain_id={PciDomainId}, L2_cache_size={L2CacheSize / (1 << 20)}MB)");
}
