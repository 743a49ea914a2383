namespace LibTorch.Utils.Data;

/// <summary>Chosen samples in a random order, each once; <c>torch.utils.data.SubsetRandomSampler</c>.</summary>
public sealed class SubsetRandomSampler : Sampler<long>
{
    private readonly IReadOnlyList<long> _indices;
    private readonly Generator? _generator;

    /// <param name="indices">The samples' indices.</param>
    /// <param name="generator">The random generator for the order; null: the default generator.</param>
    public SubsetRandomSampler(IReadOnlyList<long> indices, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        (_indices, _generator) = (indices, generator);
    }

    /// <inheritdoc/>
    public override long Count => _indices.Count;

    /// <inheritdoc/>
    public override IEnumerator<long> GetEnumerator()
    {
        foreach (var place in Draws.Permutation(_indices.Count, _generator))
        {
            yield return _indices[(int)place];
        }
    }
}
