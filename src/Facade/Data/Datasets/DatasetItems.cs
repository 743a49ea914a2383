namespace LibTorch.Utils.Data;

/// <summary>Reads samples from a dataset, which may be any list.</summary>
internal static class DatasetItems
{
    public static long Length<T>(this IReadOnlyList<T> dataset) => dataset is ISized sized ? sized.Count : dataset.Count;

    public static T At<T>(this IReadOnlyList<T> dataset, long index) => dataset is Dataset<T> own ? own[index] : dataset[checked((int)index)];

    /// <summary>Several samples, fetched in one call if the dataset implements <see cref="IGetItems{T}"/>.</summary>
    /// <exception cref="DatasetException">The dataset threw an exception.</exception>
    public static IReadOnlyList<T> Items<T>(this IReadOnlyList<T> dataset, IReadOnlyList<long> indices)
    {
        if (dataset is IGetItems<T> several)
        {
            try
            {
                return several.GetItems(indices);
            }
            catch (Exception error) when (error is not DatasetException)
            {
                throw DatasetException.At(indices, error);
            }
        }

        var items = new T[indices.Count];
        for (var i = 0; i < items.Length; i++)
        {
            try
            {
                items[i] = dataset.At(indices[i]);
            }
            catch (Exception error) when (error is not DatasetException)
            {
                throw DatasetException.At([indices[i]], error);
            }
        }

        return items;
    }

    /// <summary>An item of a list by Python's rules: negative indices count from the end.</summary>
    /// <exception cref="TorchIndexException">The index is out of range.</exception>
    public static T AtPlace<T>(this IReadOnlyList<T> list, long place)
    {
        var counted = place < 0 ? place + list.Count : place;
        return counted >= 0 && counted < list.Count ? list[(int)counted] : throw new TorchIndexException("list index out of range");
    }
}
