using System.Collections;

namespace LibTorch.Utils.Data;

/// <summary>Samples that come one after another; <c>torch.utils.data.IterableDataset</c>. Any <see cref="IEnumerable{T}"/> that is no list is one as well.</summary>
/// <typeparam name="T">A sample.</typeparam>
/// <remarks>Each worker thread goes through it by an enumerator of its own, so that the enumerator has to choose by <see cref="DataLoader.GetWorkerInfo"/> what it gives.</remarks>
public abstract class IterableDataset<T> : IEnumerable<T>, ISized
{
    /// <summary>The number of samples, where a class says so; <c>len(dataset)</c>.</summary>
    /// <exception cref="TorchTypeException">The class does not say.</exception>
    public virtual long Count => throw SequenceLength.Unknown(this);

    /// <summary>The samples of one dataset and then those of the other.</summary>
    public static ChainDataset<T> operator +(IterableDataset<T> left, IterableDataset<T> right) => new(left, right);

    /// <summary>Begins with the first sample.</summary>
    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
