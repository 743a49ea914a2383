namespace LibTorch.NN;

/// <summary>A weight multiplied by its pruning mask, computed before each call.</summary>
internal sealed class PruneHook(string name) : WeightHook(name)
{
    /// <summary>Prunes a weight, which may be pruned already. If anything fails, nothing is changed.</summary>
    public static void Apply(Module module, string name, PruningMethod method, Tensor? importance)
    {
        var before = Of(module, name);
        Tensor weight = before is null ? ParameterOf(module, name) : module.Registered().Hidden(name)!;
        if (importance is not null && importance.Shape != weight.Shape)
        {
            throw new TorchException(Interop.LibraryCalls.IsAtLeast(2, 14)
                ? $"importance_scores should have the same shape as parameter {name} of {module}, got {importance.Shape} vs {weight.Shape}"
                : $"importance_scores should have the same shape as parameter                 {name} of {module}");
        }

        importance ??= weight;
        if (before is not null)
        {
            var further = method.Combined(importance, before.Part(module, "_mask").Detach().Clone(MemoryFormat.Contiguous));
            module.Registered().Add(name + "_mask", new Buffer(further));
            before.Prepare(module);
            return;
        }

        var mask = method.ComputeMask(importance, Torch.OnesLike(weight).Detach());
        var hook = new PruneHook(name);
        var registered = module.Registered();
        registered.Add(name + "_orig", ParametrizedMember.Movable(module, name, (Parameter)weight));
        registered.Add(name + "_mask", new Buffer(mask));
        hook.Begin(module, (Parameter)weight, hook.Compute(module));
    }

    /// <summary>The hook that prunes a weight, or null.</summary>
    public static PruneHook? Of(Module module, string name) => module.Registered().WeightHooks.OfType<PruneHook>().FirstOrDefault(hook => hook.Name == name);

    /// <summary>Makes the pruning permanent: the pruned weight becomes the ordinary one.</summary>
    public void Remove(Module module)
    {
        var original = (Parameter)Part(module, "_orig");
        original.Data = Compute(module).Data;
        End(module, original, "_orig", "_mask");
    }

    protected override Tensor Compute(Module module)
    {
        var original = Part(module, "_orig");
        return Part(module, "_mask").To(original.DType) * original;
    }
}
