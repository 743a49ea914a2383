using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>Reads a dataset batch by batch.</summary>
internal abstract class BatchFetcher<TBatch> : IDisposable
{
    /// <summary>Fetches the batch of these indices; from a stream, the next samples, as many as there are indices.</summary>
    /// <returns>False if the stream has ended.</returns>
    public abstract bool TryFetch(IReadOnlyList<long> indices, [MaybeNullWhen(false)] out TBatch batch);

    public virtual void Dispose()
    {
    }
}
