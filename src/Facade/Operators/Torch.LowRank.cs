using LibTorch.Interop;

namespace LibTorch;

/// <summary>torch.svd_lowrank and torch.pca_lowrank: decompositions by random projection (Halko, Martinsson and Tropp, 2009).</summary>
public abstract partial class Torch
{
    /// <summary>A singular value decomposition of rank q, nearly the best one; <c>torch.svd_lowrank</c>.</summary>
    /// <param name="a">A matrix, dense or sparse, or a batch of dense ones.</param>
    /// <param name="q">The rank, somewhat overestimated.</param>
    /// <param name="niter">How often the subspace is refined.</param>
    /// <param name="m">What is subtracted from the matrix.</param>
    /// <exception cref="TorchException">The matrix has not so many rows or columns.</exception>
    public static (Tensor U, Tensor S, Tensor V) SvdLowrank(Tensor a, long q = 6, long niter = 2, Tensor? m = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        m = m?.BroadcastTo(a.Shape);
        var wide = a.Shape[-2] < a.Shape[-1];
        if (wide)
        {
            a = a.MH;
            m = m?.MH;
        }

        var basis = ApproximateBasis(a, q, niter, m);
        var projected = Product(basis.MH, a);
        if (m is not null)
        {
            projected -= Product(basis.MH, m);
        }

        var (u, s, vh) = Linalg.Svd(projected, fullMatrices: false);
        var v = vh.MH;
        u = basis.Matmul(u);
        return wide ? (v, s, u) : (u, s, v);
    }

    /// <summary>The principal components of a matrix's rows; <c>torch.pca_lowrank</c>.</summary>
    /// <param name="a">A matrix, dense or sparse, or a batch of dense ones.</param>
    /// <param name="q">The rank, somewhat overestimated; at most 6 unless given.</param>
    /// <param name="center">Whether the columns' means are subtracted.</param>
    /// <param name="niter">How often the subspace is refined.</param>
    /// <exception cref="TorchValueException">The rank or the number of refinements is out of range.</exception>
    public static (Tensor U, Tensor S, Tensor V) PcaLowrank(Tensor a, long? q = null, bool center = true, long niter = 2)
    {
        ArgumentNullException.ThrowIfNull(a);
        var (rows, columns) = (a.Shape[-2], a.Shape[-1]);
        var least = Math.Min(rows, columns);
        if (q < 0 || q > least)
        {
            throw new TorchValueException($"q(={q}) must be non-negative integer and not greater than min(m, n)={least}");
        }

        if (niter < 0)
        {
            throw new TorchValueException($"niter(={niter}) must be non-negative integer");
        }

        var rank = q ?? Math.Min(6, least);
        if (!center)
        {
            return SvdLowrank(a, rank, niter);
        }

        // libtorch 1.13 multiplies no dense matrix by a sparse one.
        if (a.Layout != LibTorch.Layout.Sparse || !LibraryCalls.IsAtLeast(2, 0))
        {
            var dense = a.Layout == LibTorch.Layout.Sparse ? a.ToDense() : a;
            return SvdLowrank(dense - dense.Mean(-2, keepdim: true), rank, niter);
        }

        // The matrix stays sparse: the means are subtracted where it is multiplied.
        return a.NDim == 2
            ? SvdLowrank(a, rank, niter, (a.Sum(-2).ToDense() / rows).Unsqueeze(0))
            : throw new TorchValueException("pca_lowrank input is expected to be 2-dimensional tensor");
    }

    // An orthogonal basis of nearly the space that the matrix's columns span.
    private static Tensor ApproximateBasis(Tensor a, long q, long niter, Tensor? m)
    {
        var dtype = a.DType is { IsComplex: true } || a.DType == LibTorch.DType.Float16 || a.DType == LibTorch.DType.Float64 ? a.DType : LibTorch.DType.Float32;
        var basis = Orthogonal(a, Randn([a.Shape[-1], q], dtype: dtype, device: a.Device), m);
        for (var i = 0; i < niter; i++)
        {
            basis = Orthogonal(a.MH, basis, m?.MH);
            basis = Orthogonal(a, basis, m);
        }

        return basis;
    }

    private static Tensor Orthogonal(Tensor a, Tensor x, Tensor? m)
    {
        var product = Product(a, x);
        return Linalg.Qr(m is null ? product : product - Product(m, x)).Q;
    }

    internal static Tensor Product(Tensor a, Tensor b) => a.Layout == LibTorch.Layout.Sparse ? a.Mm(b) : a.Matmul(b);
}
