namespace LibTorch.Utils.Data;

/// <summary>Another sampler's indices, grouped into batches; <c>torch.utils.data.BatchSampler</c>.</summary>
public sealed class BatchSampler : Sampler<IReadOnlyList<long>>
{
    private readonly IEnumerable<long> _sampler;
    private readonly int _batchSize;
    private readonly bool _dropLast;

    /// <param name="sampler">Any sequence of indices.</param>
    /// <param name="batchSize">How many indices a batch has.</param>
    /// <param name="dropLast">Whether an incomplete last batch is left out.</param>
    /// <exception cref="TorchValueException">The batch size is not positive.</exception>
    public BatchSampler(IEnumerable<long> sampler, int batchSize, bool dropLast)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        if (batchSize <= 0)
        {
            throw new TorchValueException($"batch_size should be a positive integer value, but got batch_size={batchSize}");
        }

        (_sampler, _batchSize, _dropLast) = (sampler, batchSize, dropLast);
    }

    /// <summary>How many batches there are in one pass.</summary>
    /// <exception cref="TorchTypeException">The sampler does not report how many indices it has.</exception>
    public override long Count => (SequenceLength.Of(_sampler) + (_dropLast ? 0 : _batchSize - 1)) / _batchSize;

    /// <inheritdoc/>
    public override IEnumerator<IReadOnlyList<long>> GetEnumerator()
    {
        var batch = new long[_batchSize];
        var filled = 0;
        foreach (var index in _sampler)
        {
            batch[filled++] = index;
            if (filled == _batchSize)
            {
                yield return batch;
                (batch, filled) = (new long[_batchSize], 0);
            }
        }

        if (filled > 0 && !_dropLast)
        {
            yield return batch[..filled];
        }
    }
}
