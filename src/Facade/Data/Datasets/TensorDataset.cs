namespace LibTorch.Utils.Data;

/// <summary>Creates datasets from tensors whose first dimension is that of the samples; <c>torch.utils.data.TensorDataset</c>.</summary>
public static class TensorDataset
{
    /// <summary>A dataset whose samples are the rows of a tensor.</summary>
    /// <exception cref="TorchIndexException">The tensor has no dimension.</exception>
    public static TensorDataset<Tensor> Create(Tensor tensor) => new([tensor], Collate.Default<Tensor>(), static rows => rows[0]);

    /// <summary>A dataset whose samples have one row of each tensor, such as inputs and labels.</summary>
    /// <exception cref="TorchException">The tensors have different numbers of rows.</exception>
    /// <exception cref="TorchIndexException">A tensor has no dimension.</exception>
    public static TensorDataset<(Tensor First, Tensor Second)> Create(Tensor first, Tensor second) =>
        new([first, second], Collate.Tuple(Collate.Default<Tensor>(), Collate.Default<Tensor>()), static rows => (rows[0], rows[1]));

    /// <inheritdoc cref="Create(Tensor, Tensor)"/>
    public static TensorDataset<(Tensor First, Tensor Second, Tensor Third)> Create(Tensor first, Tensor second, Tensor third) =>
        new([first, second, third], Collate.Tuple(Collate.Default<Tensor>(), Collate.Default<Tensor>(), Collate.Default<Tensor>()), static rows => (rows[0], rows[1], rows[2]));
}
