using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>Reads a dataset by indices: as whole batches if the dataset can create them, otherwise sample by sample.</summary>
internal sealed class IndexedFetcher<TSample, TBatch> : BatchFetcher<TBatch>
{
    private readonly IReadOnlyList<TSample> _dataset;
    private readonly ICollate<TSample, TBatch> _collate;
    private readonly IGetBatch<TBatch>? _batches;
    private readonly List<Subset<TSample>> _subsets = [];

    public IndexedFetcher(IReadOnlyList<TSample> dataset, ICollate<TSample, TBatch> collate, bool isDefault)
    {
        // Subsets are unwrapped and read from the whole dataset, which may be able to create whole batches.
        while (dataset is Subset<TSample> subset)
        {
            _subsets.Add(subset);
            dataset = subset.Dataset;
        }

        (_dataset, _collate, _batches) = (dataset, collate, isDefault ? dataset as IGetBatch<TBatch> : null);
    }

    public override bool TryFetch(IReadOnlyList<long> indices, [MaybeNullWhen(false)] out TBatch batch)
    {
        var whole = InWhole(indices);
        batch = _batches is null ? _collate.Collate(_dataset.Items(whole)) : Whole(whole);
        return true;
    }

    private IReadOnlyList<long> InWhole(IReadOnlyList<long> indices)
    {
        try
        {
            return _subsets.Aggregate(indices, (places, subset) => subset.InWhole(places));
        }
        catch (TorchIndexException error)
        {
            throw DatasetException.At(indices, error);
        }
    }

    private TBatch Whole(IReadOnlyList<long> indices)
    {
        try
        {
            return _batches!.GetBatch(indices);
        }
        catch (Exception error) when (error is not DatasetException)
        {
            throw DatasetException.At(indices, error);
        }
    }
}
