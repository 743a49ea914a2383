namespace LibTorch.Utils.Data;

/// <summary>The samples in a random order, each once, or drawn with replacement; <c>torch.utils.data.RandomSampler</c>.</summary>
public sealed class RandomSampler : Sampler<long>
{
    // How many indices Python draws at a time with replacement.
    private const int DrawnTogether = 32;

    private readonly ISized _dataSource;
    private readonly bool _replacement;
    private readonly long? _numSamples;
    private readonly Generator? _generator;

    /// <param name="dataSource">The dataset.</param>
    /// <param name="replacement">Whether samples are drawn with replacement.</param>
    /// <param name="numSamples">How many samples a pass has; null: as many as the dataset.</param>
    /// <param name="generator">The random generator; null: each pass has a new one, seeded from the default generator.</param>
    /// <exception cref="TorchValueException">The number of samples is not positive.</exception>
    public RandomSampler(ISized dataSource, bool replacement = false, long? numSamples = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        (_dataSource, _replacement, _numSamples, _generator) = (dataSource, replacement, numSamples, generator);
        if (Count <= 0)
        {
            throw new TorchValueException($"num_samples should be a positive integer value, but got num_samples={Count}");
        }
    }

    /// <param name="count">The number of samples in the dataset.</param>
    /// <inheritdoc cref="RandomSampler(ISized, bool, long?, Generator?)"/>
#pragma warning disable CS1573 // The others are inherited.
    public RandomSampler(long count, bool replacement = false, long? numSamples = null, Generator? generator = null)
#pragma warning restore CS1573
        : this(new FixedSize(count), replacement, numSamples, generator)
    {
    }

    /// <inheritdoc/>
    public override long Count => _numSamples ?? _dataSource.Count;

    /// <inheritdoc/>
    public override IEnumerator<long> GetEnumerator()
    {
        var available = _dataSource.Count;
        using var own = _generator is null ? new Generator().ManualSeed(Draws.Seed()) : null;
        var generator = _generator ?? own;
        var together = _replacement ? DrawnTogether : available;
        for (long i = 0, full = Count / together; i < full; i++)
        {
            foreach (var index in Draw(together))
            {
                yield return index;
            }
        }

        // Python draws here even if no index is left to give. Doing the same keeps the generator in step with Python's.
        var rest = Count % together;
        foreach (var index in Draw(_replacement ? rest : available)[..(int)rest])
        {
            yield return index;
        }

        long[] Draw(long count) => _replacement ? Draws.Below(available, count, generator) : Draws.Permutation(available, generator);
    }
}
