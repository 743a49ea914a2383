using System.Runtime.CompilerServices;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>Fills the device's memory with tensors that are no longer referenced, and with tensors that are.</summary>
internal static class MemoryPart
{
    // A block is this fraction of the device's memory, so even the largest device is full within milliseconds.
    private const int Blocks = 16;

    public static void Run(Settings settings, Report report)
    {
        var (free, total) = Torch.Cuda.MemGetInfo(settings.Device);
        var block = total / Blocks;
        report.Say($"{free >> 20} of {total >> 20} MiB are free; a block has {block >> 20} MiB");
        var before = Work(settings.Device);

        var collections = GC.CollectionCount(GC.MaxGeneration);
        report.Check(Undisposed(settings.Device, block) is { } undisposed and >= 3 * Blocks, $"{3 * Blocks} blocks that nobody holds find room, one after the other");
        collections = GC.CollectionCount(GC.MaxGeneration) - collections;
        report.Check(collections > 0, $"the collector was made to run for it: {collections} times");
        report.Check(Undisposed(settings.Device, block / 2 * 3) >= 2 * Blocks, "so do blocks of another size");

        var (held, error) = Live(settings.Device, block);
        report.Check(error is not null && held is > 0 and <= Blocks, $"with {held} blocks held, the next is a {nameof(TorchOutOfMemoryException)}: {FirstLine(error)}");
        report.Check(Full(settings.Device, block), "with all of it held, an operation has its typed error, and the same operation on less goes on");
        Torch.Memory.Collect();
        report.Check(before == Work(settings.Device), "the work from before gives the same afterwards");
        Torch.Memory.Collect();
        Emptied(settings.Device, report);

        report.Figures["free"] = free;
        report.Figures["total"] = total;
        report.Figures["block"] = block;
        report.Figures["held"] = held;
        report.Figures["collections"] = collections;
        report.Figures["error"] = error?.Message;
    }

    private static double Work(Device device)
    {
        Torch.ManualSeed(0);
        var x = Torch.Randn([512, 512], device: device, requiresGrad: true);
        x.Matmul(x).Sum().Backward();
        return x.Grad!.Sum().Item<float>();
    }

    // The number of allocations that succeeded.
    private static int Undisposed(Device device, long block)
    {
        var done = 0;
        try
        {
            for (; done < 3 * Blocks; done++)
            {
                Drop(device, block);
            }
        }
        catch (TorchOutOfMemoryException)
        {
            // The count shows where it failed.
        }

        return done;
    }

    // Not inlined, so that no reference to the tensor stays on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(Device device, long block) => _ = Torch.Empty([block], dtype: DType.UInt8, device: device);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Held, TorchOutOfMemoryException? Error) Live(Device device, long block)
    {
        using var scope = new TensorScope();
        List<Tensor> held = [];
        try
        {
            while (held.Count < 2 * Blocks)
            {
                held.Add(Torch.Empty([block], dtype: DType.UInt8, device: device));
            }
        }
        catch (TorchOutOfMemoryException error)
        {
            return (held.Count, error);
        }

        return (held.Count, null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Full(Device device, long block)
    {
        using var scope = new TensorScope();
        List<Tensor> held = [];
        try
        {
            while (held.Count < 2 * Blocks)
            {
                held.Add(Torch.Zeros([block], dtype: DType.UInt8, device: device));
            }
        }
        catch (TorchOutOfMemoryException)
        {
            // The device is now full, except for less than a block.
        }

        try
        {
            held[0].Add(1);
            return false;
        }
        catch (TorchOutOfMemoryException)
        {
            held[^1].Dispose();
            held[^2].Dispose();
            return held[0][..1000].Add(1).Sum().Item<long>() == 1000 && held[0].Add(1)[^1].Item<byte>() == 1;
        }
    }

    private static void Emptied(Device device, Report report)
    {
        try
        {
            Torch.Cuda.EmptyCache();
            report.Check(
                Torch.Cuda.MemoryReserved(device) < 256L << 20,
                $"EmptyCache gives the memory back: {Torch.Cuda.MemoryAllocated(device)} bytes allocated, {Torch.Cuda.MemoryReserved(device)} reserved, {Torch.Cuda.MaxMemoryReserved(device)} at most");
        }
        catch (TorchNotImplementedException why)
        {
            report.Say($"       {FirstLine(why)}");
        }
    }

    private static string FirstLine(Exception? error) => error?.Message.Split('\n')[0] ?? "no error";
}
