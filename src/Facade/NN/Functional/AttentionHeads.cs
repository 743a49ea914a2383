using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The core of multi-head attention: each head's targets attend to its sources.</summary>
internal sealed record AttentionHeads(
    Tensor Query, Tensor Key, Tensor Value, Tensor? Mask, long Batch, long Heads, bool IsCausal, double Dropout)
{
    private long Targets => Query.Shape[1];

    private long Sources => Key.Shape[1];

    private long Width => Query.Shape[2];

    /// <summary>The attention outputs, (L N, E), and the weights, (N, heads, L, S).</summary>
    public (Tensor Attended, Tensor? Weights) WithWeights()
    {
        if (IsCausal && Mask is null)
        {
            throw new TorchException("FIXME: is_causal not implemented for need_weights");
        }

        // Python 1.13 divides and later versions multiply, so the last bit may differ.
        var scaled = LibraryCalls.IsAtLeast(2, 0) ? Query * Math.Sqrt(1.0 / Width) : Query / Math.Sqrt(Width);
        var weights = Mask is null ? Torch.Bmm(scaled, Key.Transpose(-2, -1)) : Torch.Baddbmm(Mask, scaled, Key.Transpose(-2, -1));
        weights = Functional.Softmax(weights, -1);
        if (Dropout > 0)
        {
            weights = Functional.Dropout(weights, Dropout);
        }

        var attended = Torch.Bmm(weights, Value).Transpose(0, 1).Reshape(Targets * Batch, Width * Heads);
        return (attended, weights.View(Batch, Heads, Targets, Sources));
    }

    /// <summary>The average of the heads' weights (N, heads, L, S), computed as the running version's Python does.</summary>
    public Tensor Average(Tensor weights) => LibraryCalls.IsAtLeast(2, 0) ? weights.Mean(1) : weights.Sum(1) / Heads;

    /// <summary>The attention outputs, (L N, E), from libtorch's fused kernel.</summary>
    public Tensor WithoutWeights()
    {
        var mask = Mask is null ? null
            : Mask.Shape[0] == 1 && Mask.NDim == 3 ? Mask.Unsqueeze(0)
            : Mask.View(Batch, Heads, -1, Sources);
        var attended = Torch.ScaledDotProductAttention(
            Query.View(Batch, Heads, Targets, Width), Key.View(Batch, Heads, Sources, Width), Value.View(Batch, Heads, Sources, Width), mask, Dropout, IsCausal);
        return attended.Permute(2, 0, 1, 3).Reshape(Batch * Targets, Width * Heads);
    }
}
