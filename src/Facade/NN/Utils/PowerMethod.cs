namespace LibTorch.NN;

/// <summary>The largest singular value of a weight as a matrix, approximated by power iterations.</summary>
internal static class PowerMethod
{
    /// <summary>The weight with one dimension as rows and all others as columns.</summary>
    public static Tensor Matrix(Tensor weight, long dim)
    {
        if (dim != 0)
        {
            weight = weight.Permute([dim, .. Enumerable.Range(0, weight.NDim).Select(d => (long)d).Where(d => d != dim)]);
        }

        return weight.Reshape(weight.Shape[0], -1);
    }

    /// <summary>A random initial vector.</summary>
    public static Buffer Drawn(Tensor weight, long length, double eps)
    {
        using var noGrad = Torch.NoGrad();
        return new Buffer(Functional.Normalize(weight.NewEmpty([length]).Normal_(0, 1), dim: 0, eps: eps));
    }

    /// <summary>One step: the result is written to the vector.</summary>
    public static void Step(Tensor matrix, Tensor vector, Tensor result, double eps)
    {
        using var noGrad = Torch.NoGrad();
        result.Copy_(Functional.Normalize(Torch.Mv(matrix, vector), dim: 0, eps: eps));
    }

    /// <summary>The weight divided by the approximate singular value.</summary>
    public static Tensor Divided(Tensor weight, Tensor matrix, Tensor u, Tensor v) => weight / Torch.Dot(u, Torch.Mv(matrix, v));

    /// <summary>The dimension that becomes the matrix's rows, if none is given.</summary>
    public static long Dimension(Module module, long? dim) => dim ?? (module.ClassName.StartsWith("ConvTranspose", StringComparison.Ordinal) ? 1 : 0);
}
