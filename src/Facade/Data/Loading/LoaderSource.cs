namespace LibTorch.Utils.Data;

/// <summary>A dataset and what makes batches of its samples.</summary>
internal abstract class LoaderSource<TBatch>
{
    /// <summary>The dataset.</summary>
    public abstract object Dataset { get; }

    /// <summary>The length of the dataset that is fetched by index; null for a stream.</summary>
    public abstract ISized? IndexedLength { get; }

    /// <summary>The length that a stream reports.</summary>
    /// <exception cref="TorchTypeException">It reports none.</exception>
    public abstract long StreamLength();

    /// <summary>Begins to read the dataset, on the thread that goes on with it.</summary>
    public abstract BatchFetcher<TBatch> Open(bool dropLast);

    public abstract TBatch PinMemory(TBatch batch);

    public abstract void Discard(TBatch batch);
}
