using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>Reads a dataset, a batch at a time.</summary>
internal abstract class BatchFetcher<TBatch> : IDisposable
{
    /// <summary>The batch of these indices; of a stream, as many samples as there are indices.</summary>
    /// <returns>False where a stream has ended.</returns>
    public abstract bool TryFetch(IReadOnlyList<long> indices, [MaybeNullWhen(false)] out TBatch batch);

    public virtual void Dispose()
    {
    }
}
