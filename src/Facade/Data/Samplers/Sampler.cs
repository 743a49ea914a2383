using System.Collections;

namespace LibTorch.Utils.Data;

/// <summary>Which samples come, in which order; <c>torch.utils.data.Sampler</c>. A loader takes any sequence of indices, without this class.</summary>
/// <typeparam name="T">An index, or the indices of a batch.</typeparam>
public abstract class Sampler<T> : IEnumerable<T>
{
    /// <summary>How many there are in one pass; <c>len(sampler)</c>.</summary>
    /// <exception cref="TorchTypeException">The class does not say.</exception>
    public virtual long Count => throw SequenceLength.Unknown(this);

    /// <summary>Begins a pass.</summary>
    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
