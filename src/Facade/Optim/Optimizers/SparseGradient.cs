namespace LibTorch.Optim;

/// <summary>Sparse gradients: other values at the same places.</summary>
internal static class SparseGradient
{
    /// <summary>A tensor of the coalesced gradient's size with these values at its places.</summary>
    public static Tensor With(Tensor gradient, Tensor values)
    {
        var indices = gradient.Indices();
        return indices.Numel == 0 || values.Numel == 0 ? gradient.ZerosLike() : Torch.SparseCooTensor(indices, values, [.. gradient.Shape]);
    }
}
