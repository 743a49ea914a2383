namespace LibTorch.NN;

/// <summary>
/// A block in which the calling thread computes each parametrized tensor only once; ends with Dispose. A ref struct, so it cannot be held
/// over an await.
/// </summary>
public readonly ref struct CachedParametrizations
{
    private readonly OpenBlock _block;
    private readonly ParametrizationCache? _cache;

    internal CachedParametrizations(OpenBlock block)
    {
        _block = block;
        _cache = ParametrizationCache.Current is null ? ParametrizationCache.Current = new() : null;
    }

    /// <summary>Leaves the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave() && _cache is not null)
        {
            ParametrizationCache.Current = null;
        }
    }
}
