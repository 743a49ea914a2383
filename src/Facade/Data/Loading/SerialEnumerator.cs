using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>A pass without workers: the consumer's thread fetches each batch when it asks for it.</summary>
internal sealed class SerialEnumerator<TBatch> : LoaderEnumerator<TBatch>
{
    private readonly DataLoader<TBatch> _loader;
    private readonly IEnumerator<IReadOnlyList<long>> _indices;
    private readonly BatchFetcher<TBatch> _fetcher;

    public SerialEnumerator(DataLoader<TBatch> loader, CancellationToken cancellation)
        : base(loader, cancellation)
    {
        _loader = loader;
        _indices = loader.IndexSampler.GetEnumerator();

        // Python draws the workers' base seed here too, although there are no workers; this keeps the generator in step with Python's.
        _ = Draws.Seed(loader.Settings.Generator);
        _fetcher = loader.Source.Open(loader.Settings.DropLast);
    }

    public override void Dispose()
    {
        _fetcher.Dispose();
        _indices.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected override bool TryNext([MaybeNullWhen(false)] out TBatch batch)
    {
        if (!_indices.MoveNext() || !_fetcher.TryFetch(_indices.Current, out batch))
        {
            batch = default;
            return false;
        }

        batch = _loader.PinsMemory ? _loader.Source.PinMemory(batch) : batch;
        return true;
    }

    protected override ValueTask<(bool IsThere, TBatch? Batch)> NextAsync() => new((TryNext(out var batch), batch));
}
