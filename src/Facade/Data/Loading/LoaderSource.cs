namespace LibTorch.Utils.Data;

/// <summary>A dataset together with its collate function.</summary>
internal abstract class LoaderSource<TBatch>
{
    /// <summary>The dataset.</summary>
    public abstract object Dataset { get; }

    /// <summary>The length of a dataset whose samples are fetched by index; null for a stream.</summary>
    public abstract ISized? IndexedLength { get; }

    /// <summary>The length that a stream reports.</summary>
    /// <exception cref="TorchTypeException">The stream does not report a length.</exception>
    public abstract long StreamLength();

    /// <summary>Begins to read the dataset. Called on the thread that will fetch the batches.</summary>
    public abstract BatchFetcher<TBatch> Open(bool dropLast);

    public abstract TBatch PinMemory(TBatch batch);

    public abstract void Discard(TBatch batch);
}
