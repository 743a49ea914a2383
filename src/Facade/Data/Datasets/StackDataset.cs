namespace LibTorch.Utils.Data;

/// <summary>Creates datasets whose samples combine the samples of several datasets; <c>torch.utils.data.StackDataset</c>.</summary>
public static class StackDataset
{
    /// <summary>A dataset whose samples are pairs of both datasets' samples.</summary>
    /// <exception cref="TorchValueException">The datasets have different numbers of samples.</exception>
    public static StackDataset<(T1 First, T2 Second)> Create<T1, T2>(IReadOnlyList<T1> first, IReadOnlyList<T2> second) => new(
        [Size(first), Size(second)],
        index => (first.At(index), second.At(index)),
        indices => Column(first, indices).Zip(Column(second, indices)));

    /// <summary>A dataset whose samples are triples of the three datasets' samples.</summary>
    /// <exception cref="TorchValueException">The datasets have different numbers of samples.</exception>
    public static StackDataset<(T1 First, T2 Second, T3 Third)> Create<T1, T2, T3>(IReadOnlyList<T1> first, IReadOnlyList<T2> second, IReadOnlyList<T3> third) => new(
        [Size(first), Size(second), Size(third)],
        index => (first.At(index), second.At(index), third.At(index)),
        indices => Column(first, indices).Zip(Column(second, indices), Column(third, indices)));

    /// <summary>A dataset whose samples are dictionaries with the datasets' names as keys.</summary>
    /// <exception cref="TorchValueException">There are no datasets, or they have different numbers of samples.</exception>
    public static StackDataset<Dictionary<string, T>> Create<T>(IReadOnlyDictionary<string, IReadOnlyList<T>> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        return new(
            [.. datasets.Values.Select(Size)],
            index => datasets.ToDictionary(named => named.Key, named => named.Value.At(index)),
            indices =>
            {
                var columns = datasets.Select(named => (named.Key, Items: Column(named.Value, indices))).ToList();
                return indices.Select((_, i) => columns.ToDictionary(column => column.Key, column => column.Items[i]));
            });
    }

    private static ListSize<T> Size<T>(IReadOnlyList<T> dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new ListSize<T>(dataset);
    }

    private static IReadOnlyList<T> Column<T>(IReadOnlyList<T> dataset, IReadOnlyList<long> indices)
    {
        var items = dataset.Items(indices);
        return items.Count == indices.Count
            ? items
            : throw new TorchValueException($"Nested dataset's output size mismatch. Expected {indices.Count}, got {items.Count}");
    }
}
