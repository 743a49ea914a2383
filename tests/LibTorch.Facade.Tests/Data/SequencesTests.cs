using System.Diagnostics;
using System.Threading.Channels;
using LibTorch.Utils.Data;

namespace LibTorch.Tests.Data;

/// <summary>Loaders among what .NET has for sequences: await foreach, tokens, channels, LINQ.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SequencesTests
{
    private static readonly long[] Ten = [.. Enumerable.Range(0, 10).Select(i => (long)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Batches_come_asynchronously_in_order(int workers)
    {
        var loader = DataLoader.Create(new Slow(), batchSize: 3, numWorkers: workers);
        List<long> seen = [];
        await foreach (var batch in loader)
        {
            seen.AddRange(batch.ToArray<long>());
        }

        await foreach (var batch in loader.AsAsyncEnumerable().WithCancellation(TestContext.Current.CancellationToken))
        {
            seen.AddRange(batch.ToArray<long>());
            break;
        }

        Assert.Equal([.. Ten, 0, 1, 2], seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_token_ends_a_pass(int workers)
    {
        using var source = new CancellationTokenSource();
        var loader = DataLoader.Create(Ten, numWorkers: workers);
        var taken = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in loader.Batches(source.Token))
            {
                if (++taken == 3)
                {
                    source.Cancel();
                }
            }
        });
        Assert.Equal(3, taken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in loader.AsAsyncEnumerable().WithCancellation(source.Token))
            {
                taken++;
            }
        });
        Assert.Equal(3, taken);
    }

    [Fact]
    public async Task Channels_go_in_and_out()
    {
        var (into, outOf) = (Channel.CreateUnbounded<long>(), Channel.CreateUnbounded<Tensor>());
        foreach (var number in Ten)
        {
            await into.Writer.WriteAsync(number, TestContext.Current.CancellationToken);
        }

        into.Writer.Complete();
        var loader = DataLoader.Create(IterableDataset.From(into.Reader.ReadAllAsync(TestContext.Current.CancellationToken)), batchSize: 4, numWorkers: 1);
        await foreach (var batch in loader)
        {
            await outOf.Writer.WriteAsync(batch, TestContext.Current.CancellationToken);
        }

        outOf.Writer.Complete();
        Assert.Equal(Ten, outOf.Reader.ReadAllAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken).SelectMany(batch => batch.ToArray<long>()));
    }

    [Fact]
    public async Task A_consumer_that_leaves_ends_the_wait_for_a_stream()
    {
        var never = Channel.CreateUnbounded<long>();
        never.Writer.TryWrite(1);
        var watch = Stopwatch.StartNew();
        await foreach (var batch in DataLoader.Create(IterableDataset.From(never.Reader.ReadAllAsync(TestContext.Current.CancellationToken)), numWorkers: 1))
        {
            break;
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void LINQ_goes_in_and_out()
    {
        var evens = DataLoader.Create(Ten.Where(number => number % 2 == 0), batchSize: 2, numWorkers: 1);
        Assert.Equal([2, 10, 8], evens.Select(batch => batch.Sum().Item<long>()));
    }

    private sealed class Slow : Dataset<long>
    {
        public override long Count => 10;

        public override long this[long index]
        {
            get
            {
                // The first ones take longest, so that order needs to be kept.
                Thread.Sleep((int)(10 - index));
                return index;
            }
        }
    }
}
