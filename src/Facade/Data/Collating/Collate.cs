namespace LibTorch.Utils.Data;

/// <summary>
/// Collate functions, which combine samples into a batch: the parts of <c>torch.utils.data.default_collate</c>, one for each type of
/// sample.
/// </summary>
public static class Collate
{
    /// <summary>
    /// Combines tensors, arrays or numbers into one tensor. Tensors and arrays are stacked; numbers become a vector of the dtype of their
    /// C# type.
    /// </summary>
    /// <exception cref="TorchTypeException">The samples are of another type.</exception>
    public static ICollate<T, Tensor> Default<T>() => DefaultCollate.Of<T>();

    /// <summary>Combines pairs into a pair of batches.</summary>
    public static ICollate<(T1 First, T2 Second), (TBatch1 First, TBatch2 Second)> Tuple<T1, T2, TBatch1, TBatch2>(ICollate<T1, TBatch1> first, ICollate<T2, TBatch2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new CollatedPair<T1, T2, TBatch1, TBatch2>(first, second);
    }

    /// <summary>Combines triples into a triple of batches.</summary>
    public static ICollate<(T1 First, T2 Second, T3 Third), (TBatch1 First, TBatch2 Second, TBatch3 Third)> Tuple<T1, T2, T3, TBatch1, TBatch2, TBatch3>(
        ICollate<T1, TBatch1> first, ICollate<T2, TBatch2> second, ICollate<T3, TBatch3> third)
    {
        ArgumentNullException.ThrowIfNull(third);
        return new CollatedTriple<T1, T2, T3, TBatch1, TBatch2, TBatch3>(Tuple(first, second), third);
    }

    /// <summary>Combines dictionaries into a dictionary of batches, with the keys of the first sample.</summary>
    public static ICollate<IReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TBatch>> Dictionary<TKey, TValue, TBatch>(ICollate<TValue, TBatch> values)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        return new CollatedDictionary<TKey, TValue, TBatch>(values);
    }

    /// <summary>Combines lists, which must have the same length, into a list of batches.</summary>
    public static ICollate<IReadOnlyList<T>, IReadOnlyList<TBatch>> Sequence<T, TBatch>(ICollate<T, TBatch> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new CollatedSequence<T, TBatch>(items);
    }

    /// <summary>Keeps the samples as a list, as Python does with strings.</summary>
    public static ICollate<T, IReadOnlyList<T>> List<T>() => new CollatedList<T>();

    /// <summary>Combines samples by a function. Batches that the consumer never takes are left to the garbage collector.</summary>
    public static ICollate<TSample, TBatch> From<TSample, TBatch>(Func<IReadOnlyList<TSample>, TBatch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new CollatedByFunction<TSample, TBatch>(function);
    }
}
