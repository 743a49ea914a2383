namespace LibTorch.NN;

/// <summary>Takes slices away at random; <c>prune.RandomStructured</c>.</summary>
public sealed class RandomStructured : PruningMethod
{
    private readonly Scalar _amount;

    /// <param name="amount">How many: a part from 0.0 to 1.0, or a number of them.</param>
    /// <param name="dim">The dimension whose slices they are.</param>
    /// <exception cref="TorchValueException">The amount is negative, or a part of more than 1.</exception>
    public RandomStructured(Scalar amount, long dim = -1)
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
        RequireSlices(importance, Dim);
        var size = importance.Shape[(int)(Dim < 0 ? Dim + importance.NDim : Dim)];
        var count = Count(_amount, size);
        if (count == 0)
        {
            return defaultMask;
        }

        var drawn = Torch.Rand([size]);
        return MaskOf(importance, defaultMask, Dim, drawn.Gt(Torch.Kthvalue(drawn, count).Values));
    }
}
