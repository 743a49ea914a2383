using System.Runtime.CompilerServices;
using LibTorch.Utils.Data;

namespace LibTorch.Tests.Data;

/// <summary>A loader that is left leaves neither threads nor tensors, and many passes take no more memory than one.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LeavingTests
{
    private static TensorDataset<(Tensor First, Tensor Second)> Rows => TensorDataset.Create(Torch.Ones(1000, 8), Torch.Arange(1000));

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void Left_in_the_middle_nothing_is_left(int workers, bool persistent)
    {
        var dataset = Rows;
        Torch.Memory.Collect();
        Torch.Memory.RecordOrigins = true;
        try
        {
            using (var loader = DataLoader.Create(dataset, batchSize: 10, shuffle: true, numWorkers: workers, prefetchFactor: workers == 0 ? null : 5, persistentWorkers: persistent))
            {
                for (var i = 0; i < 3; i++)
                {
                    foreach (var (first, second) in loader)
                    {
                        first.Dispose();
                        second.Dispose();
                        break;
                    }
                }

                Assert.Equal(persistent ? workers : 0, Settled(persistent ? workers : 0));
            }

            Assert.Equal(0, Settled(0));

            // Nothing is collected here: what nobody took was freed at once.
            Assert.Empty(Torch.Memory.LivingTensors());
        }
        finally
        {
            Torch.Memory.RecordOrigins = false;
        }
    }

    [Fact]
    public void Forgotten_it_is_collected_with_its_threads()
    {
        Forget();
        for (var i = 0; i < 50 && WorkersTests.Threads() > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(20);
        }

        Assert.Equal(0, WorkersTests.Threads());
    }

    [Fact]
    public void A_second_pass_takes_the_persistent_workers_over()
    {
        using var loader = DataLoader.Create(Rows, batchSize: 10, numWorkers: 2, persistentWorkers: true);
        using var first = loader.GetEnumerator();
        Assert.True(first.MoveNext());
        using var second = loader.GetEnumerator();
        Assert.Throws<InvalidOperationException>(() => first.MoveNext());
        for (var i = 0; i < 100; i++)
        {
            Assert.True(second.MoveNext());
            Assert.Equal(i * 10, second.Current.Second[0].Item<long>());
        }

        Assert.False(second.MoveNext());
        loader.Dispose();
        Assert.Equal(0, Settled(0));
        Assert.Equal(100, loader.ToList().Count);
        loader.Dispose();
    }

    [Fact]
    public void Two_passes_of_one_loader_run_beside_each_other()
    {
        var loader = DataLoader.Create(Rows, batchSize: 100, numWorkers: 2);
        Assert.Equal(10, loader.Zip(loader).Count(pair => pair.First.Second.Equal(pair.Second.Second)));
        Assert.Equal(0, Settled(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Many_passes_take_no_more_memory_than_a_few(int workers)
    {
        using var loader = DataLoader.Create(Rows, batchSize: 100, shuffle: true, numWorkers: workers, persistentWorkers: workers > 0);
        Run(loader, 20);
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        Run(loader, 300);
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, 1 << 16);
    }

    [Fact]
    public void Batches_of_a_function_are_discarded_by_whoever_made_them()
    {
        Counting collate = new();
        foreach (var batch in DataLoader.Create(Enumerable.Range(0, 100).ToArray(), collate, numWorkers: 2, prefetchFactor: 3))
        {
            break;
        }

        Assert.Equal(collate.Made - 1, collate.Discarded);
        Assert.InRange(collate.Made, 1, 7);
    }

    private static int Settled(int count)
    {
        SpinWait.SpinUntil(() => WorkersTests.Threads() == count, TimeSpan.FromSeconds(10));
        return WorkersTests.Threads();
    }

    private static void Run(DataLoader<(Tensor First, Tensor Second)> loader, int passes)
    {
        for (var i = 0; i < passes; i++)
        {
            foreach (var _ in loader)
            {
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        Assert.True(DataLoader.Create(Rows, numWorkers: 2).GetEnumerator().MoveNext());
        var persistent = DataLoader.Create(Rows, numWorkers: 1, persistentWorkers: true);
        Assert.True(persistent.GetEnumerator().MoveNext());
        Assert.Equal(3, WorkersTests.Threads());
    }

    private sealed class Counting : ICollate<int, int>
    {
        private int _made;
        private int _discarded;

        public int Made => _made;

        public int Discarded => _discarded;

        public int Collate(IReadOnlyList<int> samples) => Interlocked.Increment(ref _made);

        public void Discard(int batch) => Interlocked.Increment(ref _discarded);
    }
}
