using System.Runtime.CompilerServices;
using LibTorch.GpuCheck.Parts;
using LibTorch.GpuCheck.Running;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.GpuCheck.Probes;

/// <summary>A device that is nearly full of referenced tensors, so that unreferenced ones have to be collected again and again.</summary>
internal static class FullDeviceProbe
{
    private const int Blocks = 8;

    // Each step allocates about a tenth of the free room, so this many steps would fill it twice.
    private const int Fewest = 20;

    // The extent of the network's input, which determines all other sizes.
    private const int Width = 512, SmallWidth = 64;

    public static void Run(Settings settings, Report report)
    {
        var device = settings.Device;
        var width = SmallDevice.Is(device) ? SmallWidth : Width;
        Step(Network(device, width), device, width);
        Torch.Memory.Collect();
        var (free, total) = Torch.Cuda.MemGetInfo(device);
        // The memory left for the work.
        var room = 2048L * width * width;
        using var ballast = Torch.Empty([Math.Max(free - room, 1)], dtype: DType.UInt8, device: device);
        report.Say($"{free >> 20} of {total >> 20} MiB were free; all but {room >> 20} are held");
        report.Figures["free"] = free;
        report.Figures["total"] = total;
        Train(settings, report, width);
        Torch.Memory.Collect();
        foreach (var (name, call) in Calls(device, room))
        {
            var error = Relief(device, room, call);
            report.Check(error is null, $"memory that nobody holds makes room for {name}{(error is null ? "" : ": " + error)}");
        }
    }

    private static void Train(Settings settings, Report report, int width)
    {
        Stages failed = new();
        int steps = 0, collections = GC.CollectionCount(0), full = GC.CollectionCount(GC.MaxGeneration);
        var least = long.MaxValue;
        TimeBox time = new(settings.Quick ? 2 : 8);
        var network = Network(settings.Device, width);
        while (steps < Fewest || !time.IsOver)
        {
            Step(network, settings.Device, width, failed);
            least = Math.Min(least, Torch.Cuda.MemGetInfo(settings.Device).Free);
            steps++;
        }

        collections = GC.CollectionCount(0) - collections;
        full = GC.CollectionCount(GC.MaxGeneration) - full;
        report.Figures["steps"] = steps;
        report.Figures["collections"] = collections;
        report.Figures["fullCollections"] = full;
        report.Figures["leastFree"] = least;
        report.Figures["failedForward"] = failed.Forward;
        report.Figures["failedBackward"] = failed.Backward;
        report.Figures["failedInPlace"] = failed.InPlace;
        report.Check(
            failed is { Forward: 0, Backward: 0, InPlace: 0 },
            $"{steps} steps of Adam without disposal: {failed.Forward} out of memory in forward, {failed.Backward} in backward, {failed.InPlace} in place; {collections} collections, {full} of them full, {least >> 20} MiB free at least");
    }

    private static (Sequential Layers, Adam Optimizer) Network(Device device, int width)
    {
        Sequential layers = [new Linear(width, 4 * width, device: device), new ReLU(), new Linear(4 * width, width, device: device)];
        return (layers, new Adam(layers.Parameters()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Step((Sequential Layers, Adam Optimizer) network, Device device, int width, Stages? failed = null)
    {
        var stages = failed ?? new Stages();
        try
        {
            network.Optimizer.ZeroGrad();
            stages.Forward++;
            var loss = network.Layers.Call(Torch.Randn([4 * width, width], device: device)).Square().Mean();
            stages.Forward--;
            stages.Backward++;
            loss.Backward();
            stages.Backward--;
            stages.InPlace++;
            network.Optimizer.Step();
            stages.InPlace--;
        }
        catch (TorchOutOfMemoryException)
        {
            // The stage that failed has been counted already.
        }
    }

    // Each of these calls needs the memory of a block.
    private static IEnumerable<(string Name, Action Call)> Calls(Device device, long room)
    {
        var count = room / Blocks / sizeof(float);
        yield return ("a new tensor", () => _ = Torch.Ones([count], device: device));
        yield return ("a backward pass", () =>
        {
            var x = Torch.Ones([1], device: device, requiresGrad: true);
            x.Expand(count).Sin().Sum().Backward();
        });
        yield return ("an operator in place", () => Torch.Zeros([count / 2], device: device).Add_(Torch.Ones([count / 2], device: device)));
        yield return ("an operator with out", () =>
        {
            using var result = Torch.Empty([0], device: device);
            Torch.AddOut(result, Torch.Ones([count / 4], device: device), Torch.Ones([count / 4], device: device));
        });
    }

    // Runs a call on a full device. Returns the first line of its error message, or null.
    private static string? Relief(Device device, long room, Action call)
    {
        Fill(device, room);
        try
        {
            call();
            return null;
        }
        catch (TorchOutOfMemoryException error)
        {
            return error.Message.Split('\n')[0];
        }
    }

    // Fills the device with unreferenced blocks that no collection has freed yet.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(Device device, long room)
    {
        for (var i = 0; i < Blocks; i++)
        {
            _ = Torch.Empty([room / Blocks], dtype: DType.UInt8, device: device);
        }
    }

    private sealed class Stages
    {
        public int Forward { get; set; }

        public int Backward { get; set; }

        public int InPlace { get; set; }
    }
}
