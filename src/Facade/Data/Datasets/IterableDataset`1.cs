using System.Collections;

namespace LibTorch.Utils.Data;

/// <summary>
/// A stream of samples; <c>torch.utils.data.IterableDataset</c>. Any <see cref="IEnumerable{T}"/> that is not a list can be used too.
/// </summary>
/// <typeparam name="T">A sample.</typeparam>
/// <remarks>
/// Each worker thread enumerates the dataset on its own. The enumerator must use <see cref="DataLoader.GetWorkerInfo"/> to give each worker
/// different samples.
/// </remarks>
public abstract class IterableDataset<T> : IEnumerable<T>, ISized
{
    /// <summary>The number of samples, if a derived class overrides this; <c>len(dataset)</c>.</summary>
    /// <exception cref="TorchTypeException">The class does not override it.</exception>
    public virtual long Count => throw SequenceLength.Unknown(this);

    /// <summary>The samples of one dataset and then those of the other.</summary>
    public static ChainDataset<T> operator +(IterableDataset<T> left, IterableDataset<T> right) => new(left, right);

    /// <summary>Starts to enumerate from the first sample.</summary>
    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
