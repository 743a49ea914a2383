namespace LibTorch.NN;

/// <summary>The base of the methods that prune single elements.</summary>
public abstract class UnstructuredPruning : PruningMethod
{
    private readonly Scalar _amount;

    private protected UnstructuredPruning(Scalar amount)
    {
        RequireAmount(amount);
        _amount = amount;
    }

    /// <inheritdoc/>
    public override PruningType Type => PruningType.Unstructured;

    /// <inheritdoc/>
    public override Tensor ComputeMask(Tensor importance, Tensor defaultMask)
    {
        ArgumentNullException.ThrowIfNull(importance);
        ArgumentNullException.ThrowIfNull(defaultMask);
        var count = Count(_amount, importance.Numel);
        var mask = defaultMask.Clone(MemoryFormat.Contiguous);
        if (count != 0)
        {
            mask.View([-1])[Chosen(importance, count)] = Torch.Zeros([], dtype: mask.DType, device: mask.Device);
        }

        return mask;
    }

    /// <summary>The positions of the elements to prune.</summary>
    private protected abstract Tensor Chosen(Tensor importance, long count);
}
