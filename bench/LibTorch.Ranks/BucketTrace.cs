using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LibTorch.NN.Parallel;
using Dist = LibTorch.Torch.Distributed;

namespace LibTorch.Bench;

/// <summary>Records when each bucket of gradients is averaged during a backward pass.</summary>
internal static class BucketTrace
{
    // The first pass determines the order of the buckets; the others but the last warm up.
    private const int Passes = 20;

    /// <summary>Prints the last pass's events as JSON: a list of [what happened, after how many microseconds].</summary>
    public static void Print(TextWriter output)
    {
        Torch.ManualSeed(Dist.GetRank());
        var x = Torch.Randn(64, 784);
        DistributedDataParallel<Tensor, Tensor> net = new(Ranks.Network(), bucketCapMb: 0.5);
        ConcurrentQueue<(string What, TimeSpan At)> events = [];
        var watch = Stopwatch.StartNew();
        net.RegisterCommHook(async bucket =>
        {
            var name = $"bucket {bucket.Index} of {bucket.Buffer.Numel * 4 / 1024} KiB";
            events.Enqueue(($"{name} begins", watch.Elapsed));
            await Dist.AllReduceAsync(bucket.Buffer).AsTask().ConfigureAwait(false);
            events.Enqueue(($"{name} is averaged", watch.Elapsed));
            return bucket.Buffer.Div_(Dist.GetWorldSize());
        });
        var first = net.Parameters().First();
        using var hook = first.RegisterHook(gradient =>
        {
            events.Enqueue(("the last gradient is computed", watch.Elapsed));
            return null;
        });
        for (var pass = 0; pass < Passes; pass++)
        {
            var loss = net.Call(x).Square().Mean();
            events.Clear();
            watch.Restart();
            loss.Backward();
            events.Enqueue(("the backward pass ends", watch.Elapsed));
        }

        if (Dist.GetRank() == 0)
        {
            var lines = events.Select(one => string.Create(CultureInfo.InvariantCulture, $"[\"{one.What}\", {one.At.TotalMicroseconds:F0}]"));
            output.WriteLine($"[{string.Join(", ", lines)}]");
        }
    }
}
