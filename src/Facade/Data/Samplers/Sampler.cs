using System.Collections;

namespace LibTorch.Utils.Data;

/// <summary>
/// Chooses the samples of a pass and their order; <c>torch.utils.data.Sampler</c>. A loader also accepts any other sequence of indices.
/// </summary>
/// <typeparam name="T">An index, or the indices of a batch.</typeparam>
public abstract class Sampler<T> : IEnumerable<T>
{
    /// <summary>How many items a pass has, if a derived class overrides this; <c>len(sampler)</c>.</summary>
    /// <exception cref="TorchTypeException">The class does not override it.</exception>
    public virtual long Count => throw SequenceLength.Unknown(this);

    /// <summary>Begins a pass.</summary>
    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
