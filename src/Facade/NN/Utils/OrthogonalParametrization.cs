namespace LibTorch.NN;

/// <summary>A parametrization of a matrix, or a batch of them, with orthonormal columns or rows.</summary>
internal sealed partial class OrthogonalParametrization : Module<Tensor, Tensor>, IRightInverse<Tensor>
{
    private readonly Size _shape;
    private readonly string _map;
    private readonly bool _trivialization;

    [Name("base")]
    private Buffer? _base;

    public OrthogonalParametrization(Tensor weight, string map, bool trivialization)
    {
        if (weight.DType.IsComplex && map == "householder")
        {
            throw new TorchValueException("The householder parametrization does not support complex tensors.");
        }

        (_shape, _map, _trivialization) = (weight.Shape, map, trivialization);
    }

    internal override string ClassName => "_Orthogonal";

    public override Tensor Forward(Tensor input)
    {
        var isWide = input.Shape[^2] < input.Shape[^1];
        var x = isWide ? input.MT : input;
        var q = _map == "householder" ? Reflected(x) : Rotated(x);
        if (_trivialization)
        {
            q = _base!.Matmul(q);
        }

        return isWide ? q.MT : q;
    }

    public Tensor RightInverse(Tensor value)
    {
        using var noGrad = Torch.NoGrad();
        if (value.Shape != _shape)
        {
            throw new TorchValueException($"Expected a matrix or batch of matrices of shape {_shape}. Got a tensor of shape {value.Shape}.");
        }

        var isWide = value.Shape[^2] < value.Shape[^1];
        var q = isWide ? value.MT : value;
        if (!_trivialization)
        {
            return Reflectors(q) is var found && isWide ? found.MT : found;
        }

        var (n, k) = (q.Shape[^2], q.Shape[^1]);
        if (n != k)
        {
            q = MadeOrthogonal(Torch.Cat([q, Torch.Randn([.. q.Shape.Take(q.NDim - 2), n, n - k], dtype: q.DType, device: q.Device)], dim: -1));
        }
        else
        {
            q = IsOrthogonal(q) ? q.Clone() : MadeOrthogonal(q);
        }

        _base = new Buffer(q);
        var negative = Torch.ZerosLike(value);
        negative.Diagonal(0, -2, -1).Fill_(-1.0);
        return negative;
    }

    // Orthogonal matrices as the exponential or the Cayley transform of a skew-symmetric matrix.
    private Tensor Rotated(Tensor x)
    {
        var (n, k) = (x.Shape[^2], x.Shape[^1]);
        x = x.Tril();
        if (n != k)
        {
            x = Torch.Cat([x, x.NewZeros([n, n - k]).Expand([.. x.Shape.Take(x.NDim - 2), n, n - k])], dim: -1);
        }

        var skew = x - x.MH;
        var q = skew;
        if (_map == "matrix_exp")
        {
            q = Torch.MatrixExp(skew);
        }
        else
        {
            var identity = Torch.Eye(n, dtype: skew.DType, device: skew.Device);
            q = Torch.Linalg.Solve(identity.Add(skew, alpha: -0.5), identity.Add(skew, alpha: 0.5));
        }

        return n == k ? q : q[TensorIndex.Ellipsis, TensorIndex.Slice(null, k)];
    }

    private static Tensor Reflected(Tensor x)
    {
        var below = x.Tril(diagonal: -1);
        var tau = 2.0 / (1.0 + (below * below).Sum(-2));
        var q = Torch.Linalg.HouseholderProduct(below, tau);
        return q * x.Diagonal(0, -2, -1).To(LibTorch.DType.Int32).Unsqueeze(-2);
    }

    private Tensor Reflectors(Tensor q)
    {
        if (_map != "householder")
        {
            throw new NotImplementedException("It is not possible to assign to the matrix exponential or the Cayley parametrizations when use_trivialization=False.");
        }

        var (a, tau) = Torch.Geqrf(q);
        var diagonal = a.Diagonal(0, -2, -1);
        diagonal.Sign_();
        var none = tau.Eq(0.0);
        diagonal[none] = diagonal[none] * -1;
        return a;
    }

    private static bool IsOrthogonal(Tensor q)
    {
        var (n, k) = (q.Shape[^2], q.Shape[^1]);
        var identity = Torch.Eye(k, dtype: q.DType, device: q.Device);
        return Torch.Allclose(q.MH.Matmul(q), identity, atol: 10.0 * n * Resolution(q.DType));
    }

    // The dtype's machine epsilon: the distance from 1 to the next number.
    private static double Resolution(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float64 or ScalarType.Complex128 => Math.ScaleB(1, -52),
        ScalarType.Float16 or ScalarType.Complex32 => Math.ScaleB(1, -10),
        ScalarType.BFloat16 => Math.ScaleB(1, -7),
        _ => Math.ScaleB(1, -23),
    };

    private static Tensor MadeOrthogonal(Tensor a)
    {
        var (x, tau) = Torch.Geqrf(a);
        return Torch.Linalg.HouseholderProduct(x, tau).Mul_(x.Diagonal(0, -2, -1).Sgn().Unsqueeze(-2));
    }
}
