using System.Globalization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>What a CUDA device is, as the driver tells it; what <c>torch.cuda.get_device_properties</c> gives.</summary>
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

    /// <summary>The compute capability's first number.</summary>
    public int Major { get; }

    /// <summary>The compute capability's second number.</summary>
    public int Minor { get; }

    /// <summary>Bytes of memory.</summary>
    public long TotalMemory { get; }

    /// <summary>The number of multiprocessors.</summary>
    public int MultiProcessorCount { get; }

    /// <summary>The most threads that one of them runs at a time.</summary>
    public int MaxThreadsPerMultiProcessor { get; }

    /// <summary>Threads of a warp.</summary>
    public int WarpSize { get; }

    /// <summary>Registers of 32 bits of a multiprocessor.</summary>
    public int RegsPerMultiprocessor { get; }

    /// <summary>Bytes of shared memory of a block.</summary>
    public int SharedMemoryPerBlock { get; }

    /// <summary>The same for a kernel that asks for more.</summary>
    public int SharedMemoryPerBlockOptin { get; }

    /// <summary>Bytes of shared memory of a multiprocessor.</summary>
    public int SharedMemoryPerMultiprocessor { get; }

    /// <summary>Bytes of the second level's cache; <c>L2_cache_size</c>.</summary>
    public int L2CacheSize { get; }

    /// <summary>Whether it shares the host's memory.</summary>
    public bool IsIntegrated { get; }

    /// <summary>Whether it is one of several on a board.</summary>
    public bool IsMultiGpuBoard { get; }

    /// <summary>Where it is on the PCI bus.</summary>
    public int PciBusId { get; }

    /// <summary>Which one it is there.</summary>
    public int PciDeviceId { get; }

    /// <summary>Which PCI bus that is.</summary>
    public int PciDomainId { get; }

    /// <summary>The device's own identity.</summary>
    public Guid Uuid { get; }

    /// <summary>As PyTorch writes it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"_CudaDeviceProperties(name='{Name}', major={Major}, minor={Minor}, total_memory={TotalMemory / (1 << 20)}MB, multi_processor_count={MultiProcessorCount}, uuid={Uuid}, pci_bus_id={PciBusId}, pci_device_id={PciDeviceId}, pci_domain_id={PciDomainId}, L2_cache_size={L2CacheSize / (1 << 20)}MB)");
}
