namespace LibTorch.Utils.Data;

/// <summary>A dataset together with its collate function.</summary>
/// <param name="dataset">A list of any kind; any other sequence is read as a stream.</param>
/// <param name="collate">The collate function.</param>
/// <param name="isDefault">
/// Whether this is the default collate function. If so, a dataset that can create whole batches does it instead.
/// </param>
internal sealed class LoaderSource<TSample, TBatch>(IEnumerable<TSample> dataset, ICollate<TSample, TBatch> collate, bool isDefault) : LoaderSource<TBatch>
{
    public override object Dataset => dataset;

    public override ISized? IndexedLength { get; } = dataset is IReadOnlyList<TSample> list ? new ListSize<TSample>(list) : null;

    public override long StreamLength() => SequenceLength.Of(dataset);

    public override BatchFetcher<TBatch> Open(bool dropLast) => dataset is IReadOnlyList<TSample> list
        ? new IndexedFetcher<TSample, TBatch>(list, collate, isDefault)
        : new StreamFetcher<TSample, TBatch>(dataset.GetEnumerator(), collate, dropLast);

    public override TBatch PinMemory(TBatch batch) => collate.PinMemory(batch);

    public override void Discard(TBatch batch) => collate.Discard(batch);
}
