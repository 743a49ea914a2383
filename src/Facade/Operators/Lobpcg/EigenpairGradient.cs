namespace LibTorch;

/// <summary>The gradient of some eigenpairs of a symmetric matrix, by the solution of a Sylvester equation (Hu and Cheng, 2006).</summary>
internal static class EigenpairGradient
{
    /// <param name="dGrad">The gradient of the eigenvalues.</param>
    /// <param name="uGrad">The gradient of the eigenvectors.</param>
    /// <param name="a">The matrix.</param>
    /// <param name="d">Its eigenvalues.</param>
    /// <param name="u">Its eigenvectors.</param>
    /// <param name="largest">Whether these are the largest eigenvalues.</param>
    public static Tensor Of(Tensor dGrad, Tensor uGrad, Tensor a, Tensor d, Tensor u, bool largest) =>
        u.Shape[-1] == u.Shape[-2] ? OfAll(dGrad, uGrad, d, u) : OfSome(dGrad, uGrad, a, d, u, largest);

    private static Tensor OfAll(Tensor dGrad, Tensor uGrad, Tensor d, Tensor u)
    {
        var f = d.Unsqueeze(-2) - d.Unsqueeze(-1);
        f.Diagonal(dim1: -2, dim2: -1).Fill_(double.PositiveInfinity);
        f.Pow_(-1);
        var ut = u.MT.Contiguous();
        return u.Matmul((dGrad.DiagEmbed() + (ut.Matmul(uGrad) * f)).Matmul(ut));
    }

    private static Tensor OfSome(Tensor dGrad, Tensor uGrad, Tensor a, Tensor d, Tensor u, bool largest)
    {
        var ut = u.MT.Contiguous();
        var projection = -u.Matmul(ut);
        projection.Diagonal(dim1: -2, dim2: -1).Add_(1);

        // A basis of the orthogonal complement of the eigenvectors. A new generator with its default seed gives the same one each time.
        using var generator = new Generator(a.Device);
        long[] shape = [.. a.Shape.Take(a.NDim - 1), a.Shape[-1] - d.Shape[-1]];
        var rest = projection.Matmul(Torch.Randn(shape, dtype: a.DType, device: a.Device, generator: generator));
        var restT = rest.MT.Contiguous();

        // The polynomial whose roots are the eigenvalues, and its product series with the gradient.
        var polynomial = Coefficients(d);
        var projected = uGrad;
        var series = projected.NewZeros(projected.Shape);
        var degree = polynomial.Shape[-1] - 1;
        for (var k = 1L; k <= degree; k++)
        {
            series.Add_(projected * Value(polynomial[TensorIndex.Ellipsis, TensorIndex.Slice(k)], d).Unsqueeze(-2));
            projected = a.Matmul(projected);
        }

        // On the complement the polynomial of A is definite with a known sign, so a Cholesky factorization applies.
        var atA = restT.Matmul(MatrixValue(polynomial, a).Matmul(rest));
        var sign = largest && degree % 2 == 1 ? -1 : 1;
        var factor = Torch.Linalg.Cholesky(sign * atA);
        var gradient = OfAll(dGrad, uGrad, d, u);
        gradient.Sub_(rest.Matmul(sign * restT.Matmul(series).CholeskySolve(factor)).Matmul(ut));
        return gradient;
    }

    // The coefficients of (x - r1)…(x - rn) by Horner's rule, the constant first.
    private static Tensor Coefficients(Tensor roots)
    {
        var order = roots.Shape[-1];
        var coefficients = roots.NewZeros([.. roots.Shape.Take(roots.NDim - 1), order + 2]);
        coefficients[TensorIndex.Ellipsis, 0].Fill_(1);
        coefficients[TensorIndex.Ellipsis, -1].Fill_(1);
        for (var i = 1L; i <= order; i++)
        {
            // The in-place subtraction is made on a copy, so that autograd can differentiate it.
            var next = roots.RequiresGrad ? coefficients.Clone() : coefficients;
            next.Narrow(-1, order - i, i + 1).Sub_(roots.Narrow(-1, i - 1, 1) * coefficients.Narrow(-1, order - i + 1, i + 1));
            coefficients = next;
        }

        return coefficients.Narrow(-1, 1, order + 1);
    }

    private static Tensor Value(Tensor polynomial, Tensor x)
    {
        var value = x.NewOnes(1).Expand(x.Shape).Clone();
        for (var k = polynomial.Shape[-1] - 2; k >= 0; k--)
        {
            value = Torch.Addcmul(polynomial[TensorIndex.Ellipsis, k].Unsqueeze(-1), x, value);
        }

        return value;
    }

    private static Tensor MatrixValue(Tensor polynomial, Tensor x)
    {
        var rows = x.Shape[-1];
        long[] shape = [.. Enumerable.Repeat(1L, x.NDim - 2), rows, rows];
        var value = Torch.Eye(rows, rows, dtype: x.DType, device: x.Device).View(shape).Clone();
        for (var k = polynomial.Shape[-1] - 2; k >= 0; k--)
        {
            value = x.Matmul(value);
            value.Diagonal(dim1: -2, dim2: -1).Add_(polynomial[TensorIndex.Ellipsis, k].Unsqueeze(-1));
        }

        return value;
    }
}
