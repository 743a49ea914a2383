using LibTorch.Interop;

namespace LibTorch;

/// <summary>torch.svd_lowrank and torch.pca_lowrank: decompositions by random projection (Halko, Martinsson and Tropp, 2009).</summary>
public abstract partial class Torch
{
    /// <summary>An approximate singular value decomposition of rank q; <c>torch.svd_lowrank</c>.</summary>
    /// <param name="a">A matrix, dense or sparse, or a batch of dense ones.</param>
    /// <param name="q">The rank, somewhat overestimated.</param>
    /// <param name="niter">The number of subspace iterations.</param>
    /// <param name="m">A matrix to subtract from <paramref name="a"/> first, such as its columns' means.</param>
    /// <exception cref="TorchException">The matrix has fewer rows or columns than q.</exception>
    public static (Tensor U, Tensor S, Tensor V) SvdLowrank(Tensor a, long q = 6, long niter = 2, Tensor? m = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!LibraryCalls.IsAtLeast(2, 4))
        {
            return SvdFromTheSmallerSide(a, q, niter, m);
        }

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
    /// <param name="niter">The number of subspace iterations.</param>
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

        if (a.Layout != LibTorch.Layout.Sparse)
        {
            return SvdLowrank(a - a.Mean(-2, keepDim: true), rank, niter);
        }

        if (a.NDim != 2)
        {
            throw new TorchValueException("pca_lowrank input is expected to be 2-dimensional tensor");
        }

        // The matrix stays sparse: the means are subtracted in each product, not from the matrix.
        var means = Ops["aten::_sparse_sum.dim"].InvokeTensor(a, new[] { -2L }).ToDense() / rows;
        return SvdLowrank(a, rank, niter, LibraryCalls.IsAtLeast(2, 4)
            ? means.Unsqueeze(0)
            : means.Unsqueeze(1).Expand(columns, rows).Contiguous().Transpose(-2, -1));
    }

    // Python before 2.4: every product has the sparse matrix on its left, and the matrix that is decomposed is tall where possible.
    private static (Tensor U, Tensor S, Tensor V) SvdFromTheSmallerSide(Tensor a, long q, long niter, Tensor? m)
    {
        var (transposed, transposedMeans) = (a.Transpose(-2, -1), m?.Transpose(-2, -1));
        if (a.Shape[-2] < a.Shape[-1] || a.Shape[-1] > q)
        {
            var rowBasis = ApproximateBasis(transposed, q, niter, transposedMeans);
            var tall = Centred(a, rowBasis.Conj(), m);
            RequireRank(tall, tall.Shape[-1], q);
            var (left, values, right) = Linalg.Svd(tall, fullMatrices: false);
            return (left, values, rowBasis.Matmul(right.MH));
        }

        var basis = ApproximateBasis(a, q, niter, m);
        var wide = Centred(transposed, basis.Conj(), transposedMeans).Transpose(-2, -1);
        RequireRank(wide, wide.Shape[-2], q);
        var (u, s, vh) = Linalg.Svd(wide, fullMatrices: false);
        return (basis.Matmul(u), s, vh.MH);
    }

    // Python's assertions, with their messages.
    private static void RequireRank(Tensor projected, long rank, long q)
    {
        if (rank != q)
        {
            throw new TorchException($"({projected.Shape}, {q})");
        }

        if (projected.Shape[-1] > projected.Shape[-2])
        {
            throw new TorchException(projected.Shape.ToString());
        }
    }

    private static Tensor Centred(Tensor a, Tensor x, Tensor? m)
    {
        var product = Product(a, x);
        return m is null ? product : product - Product(m, x);
    }

    // An orthogonal basis that approximates the matrix's column space.
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

    private static Tensor Orthogonal(Tensor a, Tensor x, Tensor? m) => Linalg.Qr(Centred(a, x, m)).Q;

    internal static Tensor Product(Tensor a, Tensor b) => a.Layout == LibTorch.Layout.Sparse ? a.Mm(b) : a.Matmul(b);
}
