using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Utils.Data;

/// <summary>Iterates over a dataset batch by batch; <c>torch.utils.data.DataLoader</c>. Created by <see cref="DataLoader"/>.</summary>
/// <typeparam name="TBatch">A batch.</typeparam>
/// <remarks>
/// <para>The order, and the random numbers drawn for it, are the same as in Python. Workers are threads, which share the dataset. Leaving a
/// pass early, by <c>break</c> or an exception, ends its workers and frees the batches that they have ready.</para>
/// <para>Only a loader with persistent workers needs to be disposed of; otherwise the garbage collector ends those workers too.</para>
/// </remarks>
public sealed class DataLoader<TBatch> : IEnumerable<TBatch>, IDisposable
{
    private WorkerPool<TBatch>? _persistent;
    private WorkerEnumerator<TBatch>? _persistentPass;

    internal DataLoader(LoaderSource<TBatch> source, LoaderSettings settings)
    {
        LoaderChecks.Require(settings, isIterable: source.IndexedLength is null);
        (Source, Settings, IndexSampler) = (source, settings, IndexBatches.Of(settings, source.IndexedLength));
    }

    /// <summary>The dataset.</summary>
    public object Dataset => Source.Dataset;

    /// <summary>How many samples a batch has; null if a batch sampler decides, or if samples come one by one.</summary>
    public int? BatchSize => Settings.BatchSampler is null ? Settings.BatchSize : null;

    /// <summary>How many worker threads fetch batches; with 0, the consumer's thread fetches them.</summary>
    public int NumWorkers => Settings.NumWorkers;

    /// <summary>
    /// The number of batches in one pass; <c>len(loader)</c>. For a stream it is computed from the length that the stream reports.
    /// </summary>
    /// <exception cref="TorchTypeException">The sampler or the stream does not report its length.</exception>
    public long Count
    {
        get
        {
            if (Source.IndexedLength is not null)
            {
                return SequenceLength.Of(IndexSampler);
            }

            var samples = Source.StreamLength();
            ReportedLength = samples;
            var size = Settings.BatchSize ?? 1;
            return (samples + (Settings.DropLast ? 0 : size - 1)) / size;
        }
    }

    internal LoaderSource<TBatch> Source { get; }

    internal LoaderSettings Settings { get; }

    internal IEnumerable<IReadOnlyList<long>> IndexSampler { get; }

    internal bool PinsMemory => Settings.PinMemory && Torch.Cuda.IsAvailable();

    /// <summary>The length that a stream reported when <see cref="Count"/> was read; null if it was not read.</summary>
    internal long? ReportedLength { get; private set; }

    /// <summary>Begins a pass. Draws the same random numbers as Python does at this point.</summary>
    public IEnumerator<TBatch> GetEnumerator() => Begin(CancellationToken.None);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Begins a pass for <c>await foreach</c>. Without workers, the batches are fetched on the thread that asks for them.</summary>
    public IAsyncEnumerator<TBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default) => Begin(cancellationToken);

    /// <summary>A pass that throws an <see cref="OperationCanceledException"/> when the token is cancelled.</summary>
    public IEnumerable<TBatch> Batches(CancellationToken cancellationToken)
    {
        using var pass = Begin(cancellationToken);
        while (pass.MoveNext())
        {
            yield return pass.Current;
        }
    }

    /// <summary>
    /// The loader as an <c>IAsyncEnumerable</c>. The loader does not implement that interface itself, so that LINQ's methods on it are
    /// unambiguously those of <see cref="IEnumerable{T}"/>.
    /// </summary>
    public IAsyncEnumerable<TBatch> AsAsyncEnumerable() => new Passes(this);

    /// <summary>Ends persistent workers. The loader may be used again; it then starts new workers.</summary>
    public void Dispose()
    {
        _persistentPass?.TakeOver();
        _persistent?.Dispose();
        (_persistent, _persistentPass) = (null, null);
    }

    internal void WarnOfLength(long reported, long yielded)
    {
        var space = LibraryCalls.IsAtLeast(2, 0) ? "" : " ";
        Warnings.Warn(
            $"Length of IterableDataset {Source.Dataset} was reported to be {reported}{space}(when accessing len(dataloader)), but {yielded} samples have been fetched. "
            + (NumWorkers == 0 ? "" : "For multiprocessing data-loading, this could be caused by not properly configuring the IterableDataset replica at each worker. "
                + "Please see https://pytorch.org/docs/stable/data.html#torch.utils.data.IterableDataset for examples."));
    }

    private LoaderEnumerator<TBatch> Begin(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Settings.PinMemory && !PinsMemory && LibraryCalls.IsAtLeast(2, 7))
        {
            Warnings.Warn("'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.");
        }

        return NumWorkers > 0 ? BeginWithWorkers(cancellation)
            : Settings.Timeout == 0 ? new SerialEnumerator<TBatch>(this, cancellation)
            : throw new TorchException("_SingleProcessDataLoaderIter requires timeout == 0");
    }

    private WorkerEnumerator<TBatch> BeginWithWorkers(CancellationToken cancellation)
    {
        var indices = IndexSampler.GetEnumerator();
        if (_persistent is null)
        {
            WorkerPool<TBatch> pool = new(Source, Settings, Draws.Seed(Settings.Generator), PinsMemory);
            if (!Settings.PersistentWorkers)
            {
                return new(this, pool, indices, cancellation);
            }

            _persistent = pool;
        }

        _persistentPass?.TakeOver();
        _persistent.NextPass();
        return _persistentPass = new(this, _persistent, indices, cancellation);
    }

    private sealed class Passes(DataLoader<TBatch> loader) : IAsyncEnumerable<TBatch>
    {
        public IAsyncEnumerator<TBatch> GetAsyncEnumerator(CancellationToken cancellationToken = default) => loader.Begin(cancellationToken);
    }
}
