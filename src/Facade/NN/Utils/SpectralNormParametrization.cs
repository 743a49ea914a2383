namespace LibTorch.NN;

/// <summary>A weight divided by its largest singular value.</summary>
internal sealed partial class SpectralNormParametrization : Module<Tensor, Tensor>, IRightInverse<Tensor>
{
    private const int FirstIterations = 15;

    private readonly long _iterations;
    private readonly long _dim;
    private readonly double _eps;

    [Name("_u")]
    private readonly Buffer? _left;

    [Name("_v")]
    private readonly Buffer? _right;

    public SpectralNormParametrization(Tensor weight, long iterations, long dim, double eps)
    {
        var dimensions = weight.NDim;
        if (dim >= dimensions || dim < -dimensions)
        {
            throw new TorchIndexException($"Dimension out of range (expected to be in range of [-{dimensions}, {dimensions - 1}] but got {dim})");
        }

        if (iterations <= 0)
        {
            throw new TorchValueException($"Expected n_power_iterations to be positive, but got n_power_iterations={iterations}");
        }

        (_iterations, _dim, _eps) = (iterations, dim < 0 ? dim + dimensions : dim, eps);
        if (dimensions > 1)
        {
            var matrix = PowerMethod.Matrix(weight, _dim);
            _left = PowerMethod.Drawn(weight, matrix.Shape[0], eps);
            _right = PowerMethod.Drawn(weight, matrix.Shape[1], eps);
            Iterate(matrix, FirstIterations);
        }
    }

    internal override string ClassName => "_SpectralNorm";

    public override Tensor Forward(Tensor input)
    {
        if (_left is null || _right is null)
        {
            return Functional.Normalize(input, dim: 0, eps: _eps);
        }

        var matrix = PowerMethod.Matrix(input, _dim);
        if (Training)
        {
            Iterate(matrix, _iterations);
        }

        // Copied, because a later call changes the vectors in place before a backward pass may use these.
        var (u, v) = (_left.Clone(MemoryFormat.Contiguous), _right.Clone(MemoryFormat.Contiguous));
        return IsForComplex ? input / Torch.Vdot(u, Torch.Mv(matrix, v)) : PowerMethod.Divided(input, matrix, u, v);
    }

    // Before 2.6, the product for real numbers is used for complex ones too.
    private static bool IsForComplex => Interop.LibraryCalls.IsAtLeast(2, 6);

    public Tensor RightInverse(Tensor value) => value;

    private void Iterate(Tensor matrix, long count)
    {
        for (var i = 0; i < count; i++)
        {
            PowerMethod.Step(matrix, _right!, _left!, _eps);
            PowerMethod.Step(IsForComplex ? matrix.MH : matrix.T, _left!, _right!, _eps);
        }
    }
}
