using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Compares the caching allocator's figures after the same allocations as in Python.</summary>
internal static class MemoryFiguresProbe
{
    public static void Run(Settings settings, Report report)
    {
        var device = settings.Device;
        using BesidePython python = new(settings, report, "memory");
        Torch.Cuda.Init();
        try
        {
            Add("start");
        }
        catch (TorchNotImplementedException why)
        {
            throw new InapplicableException(why.Message);
        }

        List<Tensor> held = [];
        foreach (var bytes in new[] { 1, 512, 1000, 1 << 20, 3_000_000, 40_000_000, 12_345_678 })
        {
            held.Add(Torch.Empty([bytes], dtype: DType.UInt8, device: device));
            Add($"{bytes} more");
        }

        held[5].Dispose();
        held[0].Dispose();
        Add("two less");
        Torch.Cuda.ResetPeakMemoryStats(device);
        Add("peaks anew");
        held.ForEach(tensor => tensor.Dispose());
        Add("none");
        Torch.Cuda.EmptyCache();
        Add("cache emptied");
        python.Compare("the allocator's figures");

        void Add(string when) => python.Add(
            when,
            $"{Torch.Cuda.MemoryAllocated(device)} {Torch.Cuda.MaxMemoryAllocated(device)} {Torch.Cuda.MemoryReserved(device)} {Torch.Cuda.MaxMemoryReserved(device)}");
    }
}
