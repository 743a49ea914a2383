namespace LibTorch.Utils.Data;

/// <summary>What batches are made by; <c>torch.utils.data.default_collate</c>, taken apart by the types of the samples.</summary>
public static class Collate
{
    /// <summary>Makes one tensor of tensors, arrays or numbers. Tensors and arrays are stacked; numbers become a vector of the dtype that stands for their C# type.</summary>
    /// <exception cref="TorchTypeException">The type is none of these.</exception>
    public static ICollate<T, Tensor> Default<T>() => DefaultCollate.Of<T>();

    /// <summary>Makes pairs of batches of pairs.</summary>
    public static ICollate<(T1 First, T2 Second), (TBatch1 First, TBatch2 Second)> Tuple<T1, T2, TBatch1, TBatch2>(ICollate<T1, TBatch1> first, ICollate<T2, TBatch2> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new CollatedPair<T1, T2, TBatch1, TBatch2>(first, second);
    }

    /// <summary>Makes triples of batches of triples.</summary>
    public static ICollate<(T1 First, T2 Second, T3 Third), (TBatch1 First, TBatch2 Second, TBatch3 Third)> Tuple<T1, T2, T3, TBatch1, TBatch2, TBatch3>(
        ICollate<T1, TBatch1> first, ICollate<T2, TBatch2> second, ICollate<T3, TBatch3> third)
    {
        ArgumentNullException.ThrowIfNull(third);
        return new CollatedTriple<T1, T2, T3, TBatch1, TBatch2, TBatch3>(Tuple(first, second), third);
    }

    /// <summary>Makes a dictionary of batches of dictionaries, with the first one's keys.</summary>
    public static ICollate<IReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TBatch>> Dictionary<TKey, TValue, TBatch>(ICollate<TValue, TBatch> values)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        return new CollatedDictionary<TKey, TValue, TBatch>(values);
    }

    /// <summary>Makes a list of batches of lists, which have to be of one length.</summary>
    public static ICollate<IReadOnlyList<T>, IReadOnlyList<TBatch>> Sequence<T, TBatch>(ICollate<T, TBatch> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new CollatedSequence<T, TBatch>(items);
    }

    /// <summary>Leaves the samples as they are, as Python does with texts.</summary>
    public static ICollate<T, IReadOnlyList<T>> List<T>() => new CollatedList<T>();

    /// <summary>Makes batches by a function. Batches that nobody takes are left to the collector.</summary>
    public static ICollate<TSample, TBatch> From<TSample, TBatch>(Func<IReadOnlyList<TSample>, TBatch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new CollatedByFunction<TSample, TBatch>(function);
    }
}
