namespace LibTorch.Utils.Data;

/// <summary>Samples drawn by weights; <c>torch.utils.data.WeightedRandomSampler</c>.</summary>
public sealed class WeightedRandomSampler : Sampler<long>
{
    private readonly long _numSamples;
    private readonly bool _replacement;
    private readonly Generator? _generator;

    /// <param name="weights">A weight for each sample, shape (samples); they need not sum up to one.</param>
    /// <param name="numSamples">How many samples a pass has.</param>
    /// <param name="replacement">Whether samples are drawn with replacement.</param>
    /// <param name="generator">The random generator; null: the default generator.</param>
    /// <exception cref="TorchValueException">The number of samples is not positive, or the weights have another shape.</exception>
    public WeightedRandomSampler(Tensor weights, long numSamples, bool replacement = true, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (numSamples <= 0)
        {
            throw new TorchValueException($"num_samples should be a positive integer value, but got num_samples={numSamples}");
        }

        if (weights.NDim != 1)
        {
            throw new TorchValueException($"weights should be a 1d sequence but given weights have shape {PythonText.Tuple(weights.Shape)}");
        }

        (Weights, _numSamples, _replacement, _generator) = (weights.To(DType.Float64), numSamples, replacement, generator);
    }

    /// <inheritdoc cref="WeightedRandomSampler(Tensor, long, bool, Generator?)"/>
    public WeightedRandomSampler(IEnumerable<double> weights, long numSamples, bool replacement = true, Generator? generator = null)
        : this(Torch.Tensor(weights), numSamples, replacement, generator)
    {
    }

    /// <summary>The weights, as float64.</summary>
    public Tensor Weights { get; }

    /// <inheritdoc/>
    public override long Count => _numSamples;

    /// <inheritdoc/>
    public override IEnumerator<long> GetEnumerator()
    {
        foreach (var index in Drawn())
        {
            yield return index;
        }
    }

    private long[] Drawn()
    {
        using var drawn = Weights.Multinomial(_numSamples, _replacement, generator: _generator);
        return drawn.ToArray<long>();
    }
}
