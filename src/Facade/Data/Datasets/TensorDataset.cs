namespace LibTorch.Utils.Data;

/// <summary>Makes datasets of tensors, whose first dimension counts the samples; <c>torch.utils.data.TensorDataset</c>.</summary>
public static class TensorDataset
{
    /// <summary>A sample is a row of the tensor.</summary>
    /// <exception cref="TorchIndexException">The tensor has no dimension.</exception>
    public static TensorDataset<Tensor> Create(Tensor tensor) => new([tensor], Collate.Default<Tensor>(), static rows => rows[0]);

    /// <summary>A sample is a row of each tensor, as inputs and labels.</summary>
    /// <exception cref="TorchException">The tensors have not as many rows.</exception>
    /// <exception cref="TorchIndexException">A tensor has no dimension.</exception>
    public static TensorDataset<(Tensor First, Tensor Second)> Create(Tensor first, Tensor second) =>
        new([first, second], Collate.Tuple(Collate.Default<Tensor>(), Collate.Default<Tensor>()), static rows => (rows[0], rows[1]));

    /// <inheritdoc cref="Create(Tensor, Tensor)"/>
    public static TensorDataset<(Tensor First, Tensor Second, Tensor Third)> Create(Tensor first, Tensor second, Tensor third) =>
        new([first, second, third], Collate.Tuple(Collate.Default<Tensor>(), Collate.Default<Tensor>(), Collate.Default<Tensor>()), static rows => (rows[0], rows[1], rows[2]));
}
