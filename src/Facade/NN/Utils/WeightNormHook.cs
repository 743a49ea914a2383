namespace LibTorch.NN;

/// <summary>Computes a weight from its magnitude and its direction before each call.</summary>
internal sealed class WeightNormHook(string name, long dim) : WeightHook(name)
{
    public void Apply(Module module)
    {
        RequireFirst(module, "weight_norm");
        var weight = ParameterOf(module, Name);
        var registered = module.Registered();
        var magnitude = new Parameter(Torch.NormExceptDim(weight, 2, dim).Data);
        var direction = new Parameter(weight.Data);
        registered.Add(Name + "_g", magnitude);
        registered.Add(Name + "_v", direction);
        Begin(module, weight, Compute(module));
    }

    public void Remove(Module module) => End(module, new Parameter(Compute(module).Data), "_g", "_v");

    protected override Tensor Compute(Module module) => WeightNormParametrization.Compute(Part(module, "_g"), Part(module, "_v"), dim);
}
