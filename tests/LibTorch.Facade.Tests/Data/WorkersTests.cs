using System.Diagnostics;
using LibTorch.Utils.Data;

namespace LibTorch.Tests.Data;

/// <summary>Worker threads: errors, time limits, and what a worker knows and has around it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WorkersTests : IDisposable
{
    private static readonly long[] Ten = [.. Enumerable.Range(0, 10).Select(i => (long)i)];

    // The kernel forgets a thread a moment after it was joined.
    public void Dispose() => Assert.True(SpinWait.SpinUntil(() => Threads() == 0, TimeSpan.FromSeconds(10)), $"{Threads()} workers are left");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_error_names_the_index_and_the_pass_goes_on_after_it(int workers)
    {
        var loader = DataLoader.Create(new Picky(index => index == 5 ? throw new FormatException("a torn file") : index), batchSize: 2, numWorkers: workers);
        using var pass = loader.GetEnumerator();
        List<string> seen = [];
        while (true)
        {
            try
            {
                if (!pass.MoveNext())
                {
                    break;
                }

                seen.Add(string.Join(" ", pass.Current.ToArray<long>()));
            }
            catch (DatasetException error)
            {
                Assert.Equal([5], error.Indices);
                Assert.IsType<FormatException>(error.InnerException);
                Assert.Equal(workers == 0 ? null : 2 % workers, error.WorkerId);
                Assert.StartsWith("The dataset failed at index 5", error.Message, StringComparison.Ordinal);
                Assert.EndsWith(": a torn file", error.Message, StringComparison.Ordinal);
                Assert.Contains(nameof(An_error_names_the_index_and_the_pass_goes_on_after_it), error.InnerException.StackTrace!, StringComparison.Ordinal);
                seen.Add("error");
            }
        }

        Assert.Equal(["0 1", "2 3", "error", "6 7", "8 9"], seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Errors_of_whole_batches_streams_and_collating_come_through(int workers)
    {
        var whole = Assert.Throws<DatasetException>(() => DataLoader.Create(TensorDataset.Create(Torch.Ones(4, 2)), batchSize: 2, sampler: [0, 9, 1], numWorkers: workers).ToList());
        Assert.Equal([9], whole.Indices);
        Assert.IsType<TorchIndexException>(whole.InnerException);

        var stream = Assert.Throws<DatasetException>(() => DataLoader.Create(Failing(), batchSize: 2, numWorkers: workers).ToList());
        Assert.Equal([3], stream.Indices);

        var shapes = DataLoader.Create([Torch.Ones(2), Torch.Ones(3)], batchSize: 2, numWorkers: workers);
        Assert.Contains("stack expects each tensor to be equal size", Assert.Throws<TorchException>(() => shapes.ToList()).Message, StringComparison.Ordinal);

        static IEnumerable<long> Failing()
        {
            yield return 1;
            yield return 2;
            yield return 3;
            throw new FormatException();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_dataset_that_shrinks_meanwhile_is_an_error_with_the_index(int workers)
    {
        var samples = new List<long>(Ten);
        var error = Assert.Throws<DatasetException>(() =>
        {
            foreach (var batch in DataLoader.Create(samples, batchSize: 1, numWorkers: workers, prefetchFactor: workers == 0 ? null : 1))
            {
                samples.RemoveRange(5, samples.Count - 5);
            }
        });
        Assert.Equal([5], error.Indices);
        Assert.IsType<ArgumentOutOfRangeException>(error.InnerException, exactMatch: false);
    }

    [Fact]
    public void An_error_at_the_start_of_a_worker_reaches_the_consumer()
    {
        var loader = DataLoader.Create(Ten, numWorkers: 2, workerInitFn: id => throw new FormatException($"worker {id}"));
        Assert.Equal("worker 0", Assert.Throws<FormatException>(() => loader.First()).Message);
    }

    [Fact]
    public void An_error_of_the_sampler_leaves_no_thread()
    {
        Assert.Throws<FormatException>(() => DataLoader.Create(Ten, sampler: Broken(), numWorkers: 2).ToList());
        Assert.Throws<FormatException>(() => DataLoader.Create(Ten, sampler: Broken(), numWorkers: 1, prefetchFactor: 1).ToList());

        static IEnumerable<long> Broken()
        {
            yield return 1;
            yield return 2;
            throw new FormatException();
        }
    }

    [Fact]
    public void Workers_know_who_they_are()
    {
        Assert.Null(DataLoader.GetWorkerInfo());
        List<int> started = [];
        var dataset = new Picky(_ => (DataLoader.GetWorkerInfo()!.Id * 10) + DataLoader.GetWorkerInfo()!.NumWorkers);
        var loader = DataLoader.Create(dataset, batchSize: 5, numWorkers: 2, generator: new LibTorch.Generator().ManualSeed(3), workerInitFn: id =>
        {
            lock (started)
            {
                started.Add(id);
            }

            Assert.Same(dataset, DataLoader.GetWorkerInfo()!.Dataset);
            Assert.StartsWith($"WorkerInfo(id={id}, num_workers=2, seed=", DataLoader.GetWorkerInfo()!.ToString(), StringComparison.Ordinal);
        });
        Assert.Equal([2, 2, 2, 2, 2, 12, 12, 12, 12, 12], loader.SelectMany(batch => batch.ToArray<long>()));
        Assert.Equal([0, 1], started.Order());
    }

    [Fact]
    public void Workers_are_in_the_modes_of_the_caller()
    {
        var dataset = new Picky(_ => (Torch.IsGradEnabled() ? 1 : 0) + (Torch.IsInferenceModeEnabled() ? 2 : 0) + (Torch.IsAutocastEnabled(Device.Cpu) ? 4 : 0));
        long Seen() => DataLoader.Create(dataset, numWorkers: 1).First().Item<long>();
        Assert.Equal(1, Seen());
        using (Torch.NoGrad())
        {
            Assert.Equal(0, Seen());
        }

        using (Torch.InferenceMode())
        {
            Assert.Equal(2, Seen());
        }

        using (Torch.Autocast(Device.Cpu))
        {
            Assert.Equal(5, Seen());
        }
    }

    [Fact]
    public void A_time_limit_is_kept()
    {
        using var gate = new ManualResetEventSlim();
        var loader = DataLoader.Create(new Picky(index => gate.Wait(TimeSpan.FromSeconds(20)) ? index : 0), numWorkers: 1, timeout: 0.2);
        using var pass = loader.GetEnumerator();
        Assert.Equal("DataLoader timed out after 0.2 seconds", Assert.Throws<TorchException>(() => pass.MoveNext()).Message);
        gate.Set();
        Assert.True(SpinWait.SpinUntil(() => pass.MoveNext(), TimeSpan.FromSeconds(5)));
        Assert.Equal(0, pass.Current.Item<long>());
    }

    [Fact]
    public void A_token_ends_the_wait_for_a_batch_and_the_dataset_s_own_wait()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        var watch = Stopwatch.StartNew();
        var loader = DataLoader.Create(new Picky(_ => DataLoader.GetWorkerInfo()!.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)) ? 1L : 0), numWorkers: 1);
        Assert.ThrowsAny<OperationCanceledException>(() => loader.Batches(source.Token).ToList());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    // The workers' threads, by the names that the kernel knows.
    internal static int Threads() => Directory.GetDirectories("/proc/self/task").Count(IsWorker);

    private static bool IsWorker(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("DataLoader ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private sealed class Picky(Func<long, long> sample) : Dataset<long>
    {
        public override long Count => 10;

        public override long this[long index] => sample(index);
    }
}
