namespace LibTorch.NN;

/// <summary>A weight divided by its largest singular value, computed before each call.</summary>
internal sealed class SpectralNormHook : WeightHook
{
    private readonly long _iterations;
    private readonly long _dim;
    private readonly double _eps;

    public SpectralNormHook(string name, long iterations, long dim, double eps)
        : base(name)
    {
        if (iterations <= 0)
        {
            throw new TorchValueException($"Expected n_power_iterations to be positive, but got n_power_iterations={iterations}");
        }

        (_iterations, _dim, _eps) = (iterations, dim, eps);
    }

    public void Apply(Module module)
    {
        RequireFirst(module, "spectral_norm");
        var weight = ParameterOf(module, Name);
        var matrix = PowerMethod.Matrix(weight, _dim);
        var u = PowerMethod.Drawn(weight, matrix.Shape[0], _eps);
        var v = PowerMethod.Drawn(weight, matrix.Shape[1], _eps);
        var registered = module.Registered();
        registered.Add(Name + "_orig", ParametrizedMember.Movable(module, Name, weight));
        Begin(module, weight, weight.Data);
        registered.Add(Name + "_u", u);
        registered.Add(Name + "_v", v);
    }

    public void Remove(Module module)
    {
        using var noGrad = Torch.NoGrad();
        var weight = Compute(module, iterate: false).Detach();
        using var recording = Torch.EnableGrad();
        End(module, new Parameter(weight), "_u", "_v", "_orig");
    }

    protected override Tensor Compute(Module module) => Compute(module, module.Training);

    private Tensor Compute(Module module, bool iterate)
    {
        var (weight, u, v) = (Part(module, "_orig"), Part(module, "_u"), Part(module, "_v"));
        var matrix = PowerMethod.Matrix(weight, _dim);
        if (iterate)
        {
            for (var i = 0; i < _iterations; i++)
            {
                PowerMethod.Step(matrix.T, u, v, _eps);
                PowerMethod.Step(matrix, v, u, _eps);
            }

            // They change before the next backward pass may have gone through these.
            (u, v) = (u.Clone(MemoryFormat.Contiguous), v.Clone(MemoryFormat.Contiguous));
        }

        return PowerMethod.Divided(weight, matrix, u, v);
    }
}
