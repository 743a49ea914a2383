using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>One pass through a dataset.</summary>
internal abstract class LoaderEnumerator<TBatch>(DataLoader<TBatch> loader, CancellationToken cancellation) : IEnumerator<TBatch>, IAsyncEnumerator<TBatch>
{
    private TBatch? _current;
    private long _yielded;

    public TBatch Current => _current!;

    object? IEnumerator.Current => _current;

    protected CancellationToken Cancellation => cancellation;

    public bool MoveNext()
    {
        cancellation.ThrowIfCancellationRequested();
        return Yield(TryNext(out var batch), batch);
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        cancellation.ThrowIfCancellationRequested();
        var (isThere, batch) = await NextAsync().ConfigureAwait(false);
        return Yield(isThere, batch);
    }

    public void Reset() => throw new NotSupportedException("An enumerator of a loader cannot be reset; get a new one from the loader.");

    public abstract void Dispose();

    public abstract ValueTask DisposeAsync();

    protected abstract bool TryNext([MaybeNullWhen(false)] out TBatch batch);

    protected abstract ValueTask<(bool IsThere, TBatch? Batch)> NextAsync();

    private bool Yield(bool isThere, TBatch? batch)
    {
        _current = batch;
        if (isThere && loader.ReportedLength is { } reported && ++_yielded > reported)
        {
            loader.WarnOfLength(reported, _yielded);
        }

        return isThere;
    }
}
