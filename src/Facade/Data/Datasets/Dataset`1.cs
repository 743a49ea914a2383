using System.Collections;

namespace LibTorch.Utils.Data;

/// <summary>
/// Samples that are fetched by index; <c>torch.utils.data.Dataset</c>. Lists and arrays can be used as datasets without this class.
/// </summary>
/// <typeparam name="T">A sample.</typeparam>
/// <remarks>With worker threads, several threads fetch samples from this object at the same time.</remarks>
public abstract class Dataset<T> : IReadOnlyList<T>, ISized
{
    /// <summary>The number of samples; <c>len(dataset)</c>.</summary>
    public abstract long Count { get; }

    int IReadOnlyCollection<T>.Count => checked((int)Count);

    /// <summary>One sample; <c>dataset[index]</c>.</summary>
    public abstract T this[long index] { get; }

    T IReadOnlyList<T>.this[int index] => this[index];

    /// <summary>The samples of one dataset and then those of the other.</summary>
    public static ConcatDataset<T> operator +(Dataset<T> left, Dataset<T> right) => new(left, right);

    /// <summary>All samples in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
