namespace LibTorch.NN;

/// <summary>A weight divided by its largest singular value, computed before each call.</summary>
internal sealed class SpectralNormHook : WeightHook
{
    private const int Version = 1;
    private readonly long _iterations;
    private readonly long _dim;
    private readonly double _eps;

    private string VersionKey => Name + ".version";

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

    public override void NoteVersion(StateDict state, string prefix)
    {
        var path = prefix.Length == 0 ? "" : prefix[..^1];
        if (!state.SpectralNorms.TryGetValue(path, out var versions))
        {
            state.SpectralNorms[path] = versions = [];
        }

        versions[VersionKey] = Version;
    }

    // States before version 1 contain the weight itself but not v, which is computed here.
    public override void UpgradeState(LoadedState state)
    {
        int? version = state.StateDict.SpectralNorms.TryGetValue(state.Path, out var versions) && versions.TryGetValue(VersionKey, out var noted) ? noted : null;
        var (there, key) = (state.StateDict, state.Prefix + Name);
        string[] today = [key + "_orig", key + "_u", key + "_v"];
        if (version >= Version || (version is null && Array.TrueForAll(today, there.ContainsKey) && !there.ContainsKey(key)))
        {
            return;
        }

        string[] missing = [.. new[] { key + "_orig", key, key + "_u" }.Where(name => !there.ContainsKey(name))];
        Array.ForEach(missing, state.MissingKeys.Add);
        if (missing.Length == 0)
        {
            using var noGrad = Torch.NoGrad();
            var (original, weight) = (there[key + "_orig"], there[key]);
            there.Remove(key);
            there[key + "_v"] = Solved(PowerMethod.Matrix(original, _dim), there[key + "_u"], (original / weight).Mean());
        }
    }

    protected override Tensor Compute(Module module) => Compute(module, module.Training);

    // Solves for the v for which u is the normalised W v, and u W v is sigma.
    private static Tensor Solved(Tensor matrix, Tensor u, Tensor sigma)
    {
        var v = Torch.Linalg.MultiDot([matrix.T.Mm(matrix).Pinverse(), matrix.T, u.Unsqueeze(1)]).Squeeze(1);
        return v.Mul_(sigma / Torch.Dot(u, matrix.Mv(v)));
    }

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

            // Copied, because a later call changes the vectors in place before a backward pass may use these.
            (u, v) = (u.Clone(MemoryFormat.Contiguous), v.Clone(MemoryFormat.Contiguous));
        }

        return PowerMethod.Divided(weight, matrix, u, v);
    }
}
