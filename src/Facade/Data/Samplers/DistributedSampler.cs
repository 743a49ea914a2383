namespace LibTorch.Utils.Data;

/// <summary>The part of the samples for one of several processes; <c>torch.utils.data.distributed.DistributedSampler</c>.</summary>
public sealed class DistributedSampler : Sampler<long>
{
    private readonly ISized _dataset;
    private readonly int _numReplicas;
    private readonly int _rank;
    private readonly bool _shuffle;
    private readonly long _seed;
    private readonly bool _dropLast;
    private readonly long _numSamples;
    private long _epoch;

    /// <param name="dataset">The dataset, the same one in all processes.</param>
    /// <param name="numReplicas">How many processes there are.</param>
    /// <param name="rank">The rank of this process, from zero on.</param>
    /// <param name="shuffle">Whether the order is random.</param>
    /// <param name="seed">The seed of the order; the epoch is added to it. It must be the same in all processes.</param>
    /// <param name="dropLast">
    /// Whether samples are left out so that all processes get equally many; otherwise some samples are repeated.
    /// </param>
    /// <exception cref="TorchValueException">There is no such rank.</exception>
    public DistributedSampler(ISized dataset, int numReplicas, int rank, bool shuffle = true, long seed = 0, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (rank >= numReplicas || rank < 0)
        {
            throw new TorchValueException($"Invalid rank {rank}, rank should be in the interval [0, {numReplicas - 1}]");
        }

        (_dataset, _numReplicas, _rank, _shuffle, _seed, _dropLast) = (dataset, numReplicas, rank, shuffle, seed, dropLast);
        var shared = _dropLast && dataset.Count % numReplicas != 0 ? dataset.Count - numReplicas : dataset.Count;
        _numSamples = (long)Math.Ceiling((double)shared / numReplicas);
    }

    /// <param name="count">The number of samples in the dataset.</param>
    /// <inheritdoc cref="DistributedSampler(ISized, int, int, bool, long, bool)"/>
#pragma warning disable CS1573 // The others are inherited.
    public DistributedSampler(long count, int numReplicas, int rank, bool shuffle = true, long seed = 0, bool dropLast = false)
#pragma warning restore CS1573
        : this(new FixedSize(count), numReplicas, rank, shuffle, seed, dropLast)
    {
    }

    /// <summary>How many samples each process gets.</summary>
    public override long Count => _numSamples;

    /// <summary>Sets the epoch, so that each epoch has a different order; <c>set_epoch</c>.</summary>
    public void SetEpoch(long epoch) => _epoch = epoch;

    /// <inheritdoc/>
    /// <exception cref="TorchException">The dataset's length has changed.</exception>
    public override IEnumerator<long> GetEnumerator()
    {
        var order = Order();
        var total = _numSamples * _numReplicas;
        if (_dropLast ? order.Length < total : order.Length > total || (order.Length == 0 && total > 0))
        {
            throw new TorchException($"Number of indices ({order.Length}) does not match total_size ({total})");
        }

        return Share().GetEnumerator();

        // If there are too few samples, they are repeated from the first one on.
        IEnumerable<long> Share()
        {
            for (long i = _rank; i < total; i += _numReplicas)
            {
                yield return order[i % order.Length];
            }
        }
    }

    private long[] Order()
    {
        if (!_shuffle)
        {
            return [.. new SequentialSampler(_dataset)];
        }

        using var generator = new Generator().ManualSeed(_seed + _epoch);
        return Draws.Permutation(_dataset.Count, generator);
    }
}
