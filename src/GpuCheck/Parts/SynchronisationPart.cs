using System.Diagnostics;
using System.Text.Json.Nodes;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>Checks that ordinary work is queued and returns at once, and that only reading a number waits for the device.</summary>
/// <remarks>
/// A long kernel is queued, followed by an event. If the event is not complete when the work returns, the work did not wait. When a number
/// has been read, the event must be complete; otherwise this check would prove nothing.
/// </remarks>
internal static class SynchronisationPart
{
    // Many times longer than queueing any of the work takes, even on a busy machine.
    private const double LongMilliseconds = 400;

    public static void Run(Settings settings, Report report)
    {
        LongWork queue = new(settings.Device, LongMilliseconds);
        JsonArray works = [];
        report.Figures["works"] = works;
        foreach (var (name, waits, work) in Works(settings.Device))
        {
            try
            {
                var (waited, milliseconds) = Try(work, queue, settings.Device);
                works.Add((JsonNode)new JsonObject { ["work"] = name, ["waited"] = waited, ["mayWait"] = waits, ["milliseconds"] = Math.Round(milliseconds, 3) });
                report.Check(waited == waits, FormattableString.Invariant($"{name} {(waited ? "waited for the device" : "went ahead")}, {milliseconds:0.00} ms"));
            }
            catch (TorchException error)
            {
                report.Check(false, $"{name}: {error.Message}");
            }
        }
    }

    private static (bool Waited, double Milliseconds) Try(Action work, LongWork queue, Device device)
    {
        // Run twice first: kernels are loaded and handles created at their first use, which may wait.
        work();
        work();
        Torch.Cuda.Synchronize(device);
        using var past = queue.Start();
        var start = Stopwatch.GetTimestamp();
        work();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var waited = past.Query();
        Torch.Cuda.Synchronize(device);
        return (waited, milliseconds);
    }

    private static IEnumerable<(string Name, bool Waits, Action Work)> Works(Device device)
    {
        var x = Torch.Randn([64, 64], device: device);
        var places = Torch.Arange(64, device: device);
        var w = Torch.Randn([64, 64], device: device, requiresGrad: true);
        var pinned = Torch.Randn(64, 64).PinMemory();
        var other = Torch.Cuda.NewStream(device);
        return
        [
            ("arithmetic with tensors and numbers", false, () => _ = ((x * 2 + 1) / x - x).Relu().Exp()),
            ("in place", false, () => x.Mul_(0.5).Add_(1).Clamp_(-1, 1)),
            ("a product", false, () => _ = x.Matmul(x)),
            ("reductions", false, () => _ = x.Sum() + x.Mean(1) + x.Max() + x.Softmax(1)),
            ("views and indexing by numbers", false, () => _ = x[1] + x[0..1, 2] + x.T.Reshape(-1)[..64]),
            ("indexing by positions", false, () => _ = x[places]),
            ("joining", false, () => _ = Torch.Cat([x, x], 1).Sum() + Torch.Stack([x, x]).Sum()),
            ("random numbers", false, () => _ = Torch.Randn([64, 64], device: device) + Torch.RandLike(x)),
            ("filled tensors", false, () => _ = Torch.Zeros([64], device: device) + Torch.Full([64], 3.0, device: device) + Torch.Arange(64, device: device)),
            ("another dtype", false, () => _ = x.To(DType.Float16).To(DType.Float64)),
            ("a graph and its gradients", false, () => x.Matmul(w).Tanh().Sum().Backward()),
            ("a step of training", false, () => Train(x, w)),
            ("a copy of pinned memory", false, () => _ = pinned.To(device, nonBlocking: true)),
            ("events and streams", false, () => Mark(other)),
            ("tensors disposed and collected", false, () => Drop(x)),
            ("reading a number", true, () => _ = x.Sum().Item<float>()),
        ];
    }

    private static void Train(Tensor x, Tensor w)
    {
        using var loss = x.Matmul(w).Relu().LogSoftmax(1).Mean();
        loss.Backward();
        using (Torch.NoGrad())
        {
            w.Sub_(w.Grad!, alpha: 0.01);
            w.Grad!.Zero_();
        }
    }

    private static void Mark(DeviceStream other)
    {
        using DeviceEvent mark = new();
        mark.Record();
        other.WaitEvent(mark);
        _ = mark.Query();
    }

    private static void Drop(Tensor x)
    {
        using (var y = x + 1)
        {
            _ = y * 2;
        }

        Torch.Memory.Collect();
    }
}
