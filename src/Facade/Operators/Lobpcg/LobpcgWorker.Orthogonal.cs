namespace LibTorch;

/// <summary>Bases that are orthonormal with respect to B (Duersch and others, 2018).</summary>
public sealed partial class LobpcgWorker
{
    private static Tensor Product(Tensor? a, Tensor x) => a is null ? x : Torch.Product(a, x);

    private static Tensor Form(Tensor? a, Tensor s) => s.MT.Matmul(Product(a, s));

    private static Tensor Columns(Tensor matrix, long start, long end) => matrix[.., TensorIndex.Slice(start, end)];

    private static double Norm(Tensor x) => (double)Torch.Linalg.VectorNorm(x);

    private static double Inverse(double x) => x == 0 ? throw new DivideByZeroException("A matrix of torch.lobpcg is zero.") : Math.Pow(x, -1);

    private (Tensor E, Tensor Z) Eigenpairs(Tensor matrix)
    {
        var (e, z) = Torch.Linalg.Eigh(matrix, "U");
        return _settings.Largest ? (e.Flip(-1), z.Flip(-1)) : (e, z);
    }

    // The transformation C of the Rayleigh-Ritz step, which turns Sᵀ A S C = Sᵀ B S C E into an ordinary eigenvalue problem.
    private Tensor RayleighRitz(Tensor s)
    {
        var sbs = Form(_b, s);
        var row = sbs.Diagonal(0, -2, -1).Pow(-0.5);
        var column = row.Reshape(row.Shape[0], 1);
        var factor = Torch.Linalg.Cholesky(sbs * row * column, upper: true);
        return Torch.Linalg.SolveTriangular(factor, row.DiagEmbed(), upper: true, left: false);
    }

    // An orthonormal basis of U; nearly dependent columns are dropped, or their eigenvalues lifted to the tolerance.
    private Tensor Orthonormal(Tensor u, bool drop, double tau)
    {
        if (u.Numel == 0)
        {
            return u;
        }

        var ubu = Form(_b, u);
        var d = ubu.Diagonal(0, -2, -1);
        var some = d.Abs().Ne(0.0);
        if (!some.All().Item<bool>())
        {
            u = u[.., some];
            if (u.Numel == 0)
            {
                return u;
            }

            ubu = Form(_b, u);
            d = ubu.Diagonal(0, -2, -1);
        }

        var column = d.Pow(-0.5).Reshape(d.Shape[0], 1);
        var (e, z) = Torch.Linalg.Eigh(ubu * column * column.MT, "U");
        var least = e.Abs().Max() * tau;
        if (drop)
        {
            var kept = e.Gt(least);
            (e, z, column) = (e[kept], z[.., kept], column[kept]);
        }
        else
        {
            e[e.Lt(least)] = least;
        }

        return (u * column.MT).Matmul(z * e.Pow(-0.5));
    }

    // An orthonormal basis of U that is orthogonal to V; empty if V spans U.
    private Tensor Orthogonal(Tensor u, Tensor v)
    {
        var vNorm = Torch.Linalg.VectorNorm(Product(_b, v));
        var vbu = v.MT.Matmul(Product(_b, u));
        for (var i = 0L; i < _settings.OuterLoops; i++)
        {
            u -= v.Matmul(vbu);
            var drop = false;
            var tau = _settings.UseDrop ? _settings.DropTolerance : _settings.ReplaceTolerance;
            var bu = u;
            for (var j = 0L; j < _settings.InnerLoops; j++)
            {
                u = Orthonormal(u, drop, tau);
                (drop, tau) = (_settings.UseDrop, _settings.ReplaceTolerance);
                if (u.Numel == 0)
                {
                    return u;
                }

                bu = Product(_b, u);
                var ubu = u.MT.Matmul(bu);
                var size = Torch.Linalg.VectorNorm(bu) * Torch.Linalg.VectorNorm(u);
                var error = ubu - Torch.Eye(ubu.Shape[-1], device: ubu.Device, dtype: ubu.DType);
                if (Norm(error) * Inverse((double)size) < _settings.OrthoTolerance)
                {
                    break;
                }
            }

            vbu = v.MT.Matmul(bu);
            if (Norm(vbu) * Inverse((double)(vNorm * Torch.Linalg.VectorNorm(u))) < _settings.OrthoTolerance)
            {
                break;
            }

            if (_settings.M < u.Shape[-1] + v.Shape[-1])
            {
                throw new TorchValueException(
                    $"Overdetermined shape of U: #B-cols(={_settings.M}) >= #U-cols(={u.Shape[-1]}) + #V-cols(={v.Shape[-1]}) must hold");
            }
        }

        return u;
    }
}
