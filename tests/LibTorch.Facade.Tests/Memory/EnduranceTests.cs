using System.Diagnostics;

namespace LibTorch.Tests.Memory;

/// <summary>
/// Long work that leaves nothing behind: a few seconds of it, or all where LTF_ENDURANCE=full. What earlier tests left
/// to the collector may still go meanwhile, so only more bytes than before are a fault.
/// </summary>
[Collection(ProcessWideState.Name)]
public sealed class EnduranceTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly bool s_full = Environment.GetEnvironmentVariable("LTF_ENDURANCE") == "full";

    [Fact]
    public async Task Eight_threads_make_differentiate_and_dispose()
    {
        var length = TimeSpan.FromSeconds(s_full ? 60 : 3);
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, 8).Select(i => Task.Factory.StartNew(() => Work(i, watch, length), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var rounds = await Task.WhenAll(threads);
        Assert.All(rounds, count => Assert.True(count > 0));
        Torch.Memory.Collect();

        // Each thread's numbers stay for its next use; nothing else does.
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Mebibyte / 4);
    }

    [Fact]
    public void Caught_errors_leave_nothing()
    {
        using var x = Torch.Ones(2);
        using var y = Torch.Ones(3);
        Raise(x, y, 1000);
        Torch.Memory.Collect();
        var (live, resident) = (Torch.Memory.Live, Environment.WorkingSet);
        Raise(x, y, s_full ? 1_000_000 : 20_000);
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live, 0, live);

        // The collector's own heaps breathe by a few megabytes; a leaked message and backtrace of each would be over a gigabyte in the full run.
        Assert.InRange(Environment.WorkingSet - resident, long.MinValue, 48 * Mebibyte);
    }

    private static int Work(int seed, Stopwatch watch, TimeSpan length)
    {
        var rounds = 0;
        for (; watch.Elapsed < length; rounds++)
        {
            var n = 1 + ((rounds + seed) % 50);
            var x = Torch.Ones([n], requiresGrad: true);
            x.RegisterHook(grad => grad * 2);
            using (var scope = new TensorScope())
            {
                (x.Exp() * x).Sum().Backward();
            }

            // Some go with `using`, some with the collector.
            using var sum = x.Grad!.Sum();
            Assert.Equal(n * 4 * Math.E, sum.Item<double>(), n * 4e-6);
            if (rounds % 3 == 0)
            {
                x.Dispose();
            }
        }

        return rounds;
    }

    private static void Raise(Tensor x, Tensor y, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Throws<TorchException>(() => x + y);
        }
    }
}
