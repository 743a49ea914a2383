using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LibTorch.Utils.Data;

/// <summary>
/// A pass in which workers fetch batches ahead. Only the consumer's thread enumerates the sampler, and it takes the batches in the
/// sampler's order.
/// </summary>
internal sealed class WorkerEnumerator<TBatch> : LoaderEnumerator<TBatch>
{
    private readonly DataLoader<TBatch> _loader;
    private readonly WorkerPool<TBatch> _pool;
    private readonly IEnumerator<IReadOnlyList<long>> _indices;
    private readonly Queue<BatchRequest<TBatch>> _underWay = [];
    private readonly bool[] _hasEnded;
    private readonly int _pass;
    private int _next;
    private bool _isDisposed;
    private bool _isTakenOver;

    public WorkerEnumerator(DataLoader<TBatch> loader, WorkerPool<TBatch> pool, IEnumerator<IReadOnlyList<long>> indices, CancellationToken cancellation)
        : base(loader, cancellation)
    {
        (_loader, _pool, _indices, _pass) = (loader, pool, indices, pool.Pass);
        _hasEnded = new bool[loader.Settings.NumWorkers];
        try
        {
            for (var i = 0; i < loader.Settings.Prefetched; i++)
            {
                AskForNext();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private bool OwnsPool => !_loader.Settings.PersistentWorkers;

    public override void Dispose()
    {
        if (Leave() && OwnsPool)
        {
            _pool.Dispose();
        }
    }

    /// <summary>Ends the pass because another pass needs the persistent workers, or because the loader was disposed of.</summary>
    public void TakeOver() => _isTakenOver = Leave() || _isTakenOver;

    public override ValueTask DisposeAsync() => Leave() && OwnsPool ? _pool.DisposeAsync() : ValueTask.CompletedTask;

    protected override bool TryNext([MaybeNullWhen(false)] out TBatch batch)
    {
        while (Oldest() is { } request)
        {
            if (!request.Done.Wait(MaxWait(), Cancellation))
            {
                throw TimedOut();
            }

            if (IsTaken(request, out batch))
            {
                return true;
            }
        }

        Dispose();
        batch = default;
        return false;
    }

    protected override async ValueTask<(bool IsThere, TBatch? Batch)> NextAsync()
    {
        while (Oldest() is { } request)
        {
            try
            {
                await request.Done.WaitAsync(MaxWait(), Cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw TimedOut();
            }

            if (IsTaken(request, out var batch))
            {
                return (true, batch);
            }
        }

        await DisposeAsync().ConfigureAwait(false);
        return (false, default);
    }

    private BatchRequest<TBatch>? Oldest()
    {
        if (_isTakenOver)
        {
            throw new InvalidOperationException("The persistent workers have begun another pass or were disposed of, which ended this pass.");
        }

        return _underWay.TryPeek(out var request) ? request : null;
    }

    // Takes the oldest request's batch; false if the worker's stream had ended. An exception of the worker is thrown to the consumer,
    // who may still ask for the next batch.
    private bool IsTaken(BatchRequest<TBatch> request, [MaybeNullWhen(false)] out TBatch batch)
    {
        _underWay.Dequeue();
        _hasEnded[request.Worker] |= request.IsAtEnd;
        try
        {
            AskForNext();
        }
        catch
        {
            request.Abandon(_loader.Source.Discard);
            throw;
        }

        batch = request.IsAtEnd ? default : request.Take();
        return !request.IsAtEnd;
    }

    private void AskForNext()
    {
        if (Array.TrueForAll(_hasEnded, ended => ended) || !_indices.MoveNext())
        {
            return;
        }

        while (_hasEnded[_next])
        {
            _next = (_next + 1) % _hasEnded.Length;
        }

        BatchRequest<TBatch> request = new(_next, _pass, _indices.Current);
        _next = (_next + 1) % _hasEnded.Length;
        _pool.Ask(request);
        _underWay.Enqueue(request);
    }

    // Abandons all pending requests; false if that was done before.
    private bool Leave()
    {
        if (_isDisposed)
        {
            return false;
        }

        _isDisposed = true;
        foreach (var request in _underWay)
        {
            request.Abandon(_loader.Source.Discard);
        }

        _underWay.Clear();
        _indices.Dispose();
        return true;
    }

    private TimeSpan MaxWait() => _loader.Settings.Timeout is > 0 and < int.MaxValue / 1000 ? TimeSpan.FromSeconds(_loader.Settings.Timeout) : Timeout.InfiniteTimeSpan;

    private TorchException TimedOut() => new($"DataLoader timed out after {_loader.Settings.Timeout.ToString(CultureInfo.InvariantCulture)} seconds");
}
