using LibTorch.Interop;

namespace LibTorch;

/// <summary>torch.norm, which Python implements with torch.linalg since 2.0.</summary>
public abstract partial class Torch
{
    /// <summary>The norm of order <paramref name="p"/> of the elements, or along dimensions; <c>torch.norm</c>.</summary>
    /// <param name="input">A tensor of a floating point or complex dtype.</param>
    /// <param name="p">The order; Frobenius' unless given.</param>
    /// <param name="dim">The dimensions to reduce; all unless given.</param>
    /// <param name="keepDim">Whether the reduced dimensions stay with extent 1.</param>
    /// <param name="dtype">The dtype to compute in.</param>
    /// <exception cref="TorchException">The dtype has no norm.</exception>
    [Operator("aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor")]
    public static Tensor Norm(Tensor input, Scalar p = default, IntList dim = default, bool keepDim = false, DType? dtype = null)
    {
        if (p.Kind == ScalarKind.None)
        {
            return Norm(input, "fro", dim, keepDim, dtype);
        }

        if (HasLinalg(NullCheck.Of(input)) || (dtype is null && IsRecorded(input)))
        {
            return Linalg.VectorNorm(input, p, dim, keepDim, dtype);
        }

        var along = dim.IsGiven ? dim : AllDimensions(input);
        return dtype is { } given ? input._Norm(p, along, keepDim, given) : input._Norm(p, along, keepDim);
    }

    /// <summary>The norm named <c>fro</c> (Frobenius) or <c>nuc</c> (nuclear); <c>torch.norm</c>.</summary>
    /// <exception cref="TorchException">There is no norm of this name, or it needs a matrix.</exception>
    /// <exception cref="TorchValueException">The running version's Python takes no dtype for this norm.</exception>
    public static Tensor Norm(Tensor input, string? p, IntList dim = default, bool keepDim = false, DType? dtype = null)
    {
        // Python's None means the default, fro.
        p ??= "fro";
        var isVector = p == "fro" && (!dim.IsGiven || dim.Count <= 2);
        if (HasLinalg(NullCheck.Of(input)))
        {
            return isVector
                ? Linalg.VectorNorm(input, 2.0, dim, keepDim, dtype)
                : Linalg.MatrixNorm(input, p, dim.IsGiven ? dim : AllDimensions(input), keepDim, dtype);
        }

        if (p is not ("fro" or "nuc"))
        {
            throw new TorchException($"only valid string values are 'fro' and 'nuc', found {p}");
        }

        if (dtype is not null)
        {
            throw new TorchValueException($"dtype argument is not supported in {(p == "fro" ? "frobenius" : "nuclear")} norm");
        }

        if (p == "nuc")
        {
            return dim.IsGiven ? NuclearNorm(input, (IntList)dim.Repeated(1), keepDim) : NuclearNorm(input, keepDim);
        }

        return IsRecorded(input) && (!dim.IsGiven || dim.Count < 2) ? Linalg.VectorNorm(input, 2.0, dim, keepDim) : FrobeniusNorm(input, dim.IsGiven ? dim : [], keepDim);
    }

    // torch.linalg takes no sparse tensors, and Python before 2.0 does not use it for torch.norm.
    private static bool HasLinalg(Tensor input) => input.Layout == LibTorch.Layout.Strided && LibraryCalls.IsAtLeast(2, 0);

    // Before 2.0, the graph is that of later Pythons, with LinalgVectorNormBackward0, wherever the numbers are the same.
    private static bool IsRecorded(Tensor input) => input.Layout == LibTorch.Layout.Strided && input.RequiresGrad && IsGradEnabled() && input.Numel > 0;

    private static long[] AllDimensions(Tensor input) => [.. Enumerable.Range(0, input.NDim)];
}

/// <summary>Norm as a method.</summary>
public partial class Tensor
{
    /// <summary>The norm of order <paramref name="p"/> of the elements, or along dimensions; <c>x.norm()</c>.</summary>
    /// <exception cref="TorchException">The dtype has no norm.</exception>
    [Operator("aten::norm.Scalar(Tensor self, Scalar p=2) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dim(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dim_dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor")]
    [Operator("aten::norm.ScalarOpt_dtype(Tensor self, Scalar? p, *, ScalarType dtype) -> Tensor")]
    public Tensor Norm(Scalar p = default, IntList dim = default, bool keepDim = false, DType? dtype = null) =>
        Torch.Norm(this, p, dim, keepDim, dtype);

    /// <summary>The norm named <c>fro</c> or <c>nuc</c>; <c>x.norm("nuc")</c>.</summary>
    /// <exception cref="TorchException">There is no norm of this name, or it needs a matrix.</exception>
    public Tensor Norm(string? p, IntList dim = default, bool keepDim = false, DType? dtype = null) =>
        Torch.Norm(this, p, dim, keepDim, dtype);
}
