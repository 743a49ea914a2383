namespace LibTorch.NN;

/// <summary>Takes the slices of the smallest norm away; <c>prune.LnStructured</c>.</summary>
public sealed class LnStructured : PruningMethod
{
    private readonly Scalar _amount;
    private readonly double _norm;

    /// <param name="amount">How many: a part from 0.0 to 1.0, or a number of them.</param>
    /// <param name="n">Which norm it is.</param>
    /// <param name="dim">The dimension whose slices they are.</param>
    /// <exception cref="TorchValueException">The amount is negative, or a part of more than 1.</exception>
    public LnStructured(Scalar amount, double n, long dim = -1)
    {
        RequireAmount(amount);
        (_amount, _norm, Dim) = (amount, n, dim);
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
        var dim = Dim < 0 ? Dim + importance.NDim : Dim;
        var size = importance.Shape[(int)dim];
        var count = Count(_amount, size);
        if (count == 0)
        {
            return defaultMask;
        }

        long[] others = [.. Enumerable.Range(0, importance.NDim).Select(d => (long)d).Where(d => d != dim)];
        var norms = Torch.Linalg.VectorNorm(importance, _norm, others);
        return MaskOf(importance, defaultMask, Dim, Torch.Topk(norms, size - count).Indices);
    }
}
