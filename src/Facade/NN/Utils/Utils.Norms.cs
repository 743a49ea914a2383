namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// Replaces a weight by two parameters, its magnitude <c>weight_g</c> and its direction <c>weight_v</c>, from which it is computed
    /// before each call; <c>torch.nn.utils.weight_norm</c>. <see cref="Parametrizations.WeightNorm"/> is the newer form.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The weight's name.</param>
    /// <param name="dim">The dimension whose slices have a magnitude each; null for one magnitude.</param>
    /// <exception cref="TorchException">There is no such parameter, or it has this norm already.</exception>
    public static T WeightNorm<T>(T module, string name = "weight", long? dim = 0)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        new WeightNormHook(name, dim ?? -1).Apply(module);
        return module;
    }

    /// <summary>Makes the weight a single parameter again; <c>remove_weight_norm</c>.</summary>
    /// <exception cref="TorchValueException">The weight has no weight norm.</exception>
    public static T RemoveWeightNorm<T>(T module, string name = "weight")
        where T : Module
    {
        Find<WeightNormHook>(module, name, "weight_norm").Remove(module);
        return module;
    }

    /// <summary>Divides a weight by its largest singular value before each call; <c>torch.nn.utils.spectral_norm</c>. <see cref="Parametrizations.SpectralNorm"/> is the newer form.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The weight's name.</param>
    /// <param name="nPowerIterations">The number of power iterations in each call in training mode.</param>
    /// <param name="eps">A small number that avoids a division by 0.</param>
    /// <param name="dim">The dimension that becomes the matrix's rows; that of the outputs unless given.</param>
    /// <exception cref="TorchValueException">The number of steps is not positive.</exception>
    /// <exception cref="TorchException">There is no such parameter, or it has this norm already.</exception>
    public static T SpectralNorm<T>(T module, string name = "weight", long nPowerIterations = 1, double eps = 1e-12, long? dim = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        new SpectralNormHook(name, nPowerIterations, PowerMethod.Dimension(module, dim), eps).Apply(module);
        return module;
    }

    /// <summary>Makes the weight an ordinary parameter again; <c>remove_spectral_norm</c>.</summary>
    /// <exception cref="TorchValueException">The weight has no spectral norm.</exception>
    public static T RemoveSpectralNorm<T>(T module, string name = "weight")
        where T : Module
    {
        Find<SpectralNormHook>(module, name, "spectral_norm").Remove(module);
        return module;
    }

    private static THook Find<THook>(Module module, string name, string what)
        where THook : WeightHook
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Registered().WeightHooks.OfType<THook>().FirstOrDefault(hook => hook.Name == name)
            ?? throw new TorchValueException($"{what} of '{name}' not found in {module}");
    }
}
