namespace LibTorch.NN;

/// <summary>The base of the methods that prune slices of a dimension.</summary>
public abstract class StructuredPruning : PruningMethod
{
    private readonly Scalar _amount;

    private protected StructuredPruning(Scalar amount, long dim)
    {
        RequireAmount(amount);
        (_amount, Dim) = (amount, dim);
    }

    /// <inheritdoc/>
    public override PruningType Type => PruningType.Structured;

    /// <inheritdoc/>
    public override long Dim { get; }

    /// <inheritdoc/>
    public override Tensor ComputeMask(Tensor importance, Tensor defaultMask)
    {
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentNullException.ThrowIfNull(defaultMask);
        RequireSlices(importance);
        var dim = (int)(Dim < 0 ? Dim + importance.NDim : Dim);
        var size = importance.Shape[dim];
        var count = Count(_amount, size);
        if (count == 0)
        {
            return defaultMask;
        }

        var mask = Torch.ZerosLike(importance).Detach();
        mask[Slices(importance.NDim, dim, Kept(importance, dim, size, count))] = Torch.Ones([], dtype: mask.DType, device: mask.Device);
        return mask.Mul_(defaultMask.To(mask.DType));
    }

    /// <summary>The positions of the slices to keep, if <paramref name="count"/> of <paramref name="size"/> are pruned.</summary>
    private protected abstract TensorIndex Kept(Tensor importance, int dim, long size, long count);

    private void RequireSlices(Tensor importance)
    {
        if (importance.NDim <= 1)
        {
            throw new TorchValueException($"Structured pruning can only be applied to multidimensional tensors. Found tensor of shape {importance.Shape} with {importance.NDim} dims");
        }

        if (Dim >= importance.NDim)
        {
            throw new TorchIndexException($"Invalid index {Dim} for tensor of size {importance.Shape}");
        }
    }
}
