namespace LibTorch.Optim;

/// <summary>Creates sparse tensors with the indices of a sparse gradient and other values.</summary>
internal static class SparseGradient
{
    /// <summary>A sparse tensor with the shape and indices of the coalesced gradient, and these values.</summary>
    public static Tensor With(Tensor gradient, Tensor values)
    {
        var indices = gradient.Indices();
        return indices.Numel == 0 || values.Numel == 0 ? gradient.ZerosLike() : Torch.SparseCooTensor(indices, values, [.. gradient.Shape]);
    }
}
