using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>libtorch's fused kernels, which do a whole step. The CPU has them since 2.3; before, there was only Adam's for CUDA.</summary>
internal static class FusedSteps
{
    /// <exception cref="TorchException">Another option cannot be combined with fused.</exception>
    public static void CheckOptions(StateDictionary options)
    {
        if (!options.TryGetValue("fused", out var fused) || fused is not true)
        {
            return;
        }

        if (options["differentiable"] is true)
        {
            throw new TorchException(LibraryCalls.IsAtLeast(2, 0) ? "`fused` does not support `differentiable`" : "`fused` cannot be `differentiable`");
        }

        if (options["foreach"] is true && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchException("`fused` and `foreach` cannot be `True` together.");
        }
    }

    /// <exception cref="TorchException">Before 2.0, a parameter is not on a CUDA device.</exception>
    public static void CheckParameters(Optimizer optimizer)
    {
        var isRefused = !LibraryCalls.IsAtLeast(2, 0) && optimizer.Defaults.TryGetValue("fused", out var fused) && fused is true
            && !optimizer.ParamGroups.SelectMany(group => group.Params).All(parameter => parameter.Device.Type == DeviceType.Cuda && parameter.DType.IsFloatingPoint);
        if (isRefused)
        {
            throw new TorchException("FusedAdam requires all the params to be CUDA, floating point");
        }
    }

    /// <exception cref="TorchException">The fused kernels do not support the parameter.</exception>
    public static void CheckParameter(ParamGroup group, Tensor parameter)
    {
        if (group.Flag("fused") && !(parameter.DType.IsFloatingPoint && parameter.Device.Type is DeviceType.Cpu or DeviceType.Cuda))
        {
            var devices = LibraryCalls.IsAtLeast(2, 7) ? "['mps', 'cuda', 'xpu', 'hpu', 'cpu', 'mtia', 'privateuseone']" : "['mps', 'cuda', 'xpu', 'cpu', 'privateuseone']";
            throw new TorchException($"`fused=True` requires all the params to be floating point Tensors of supported devices: {devices} but {parameter.DType} and {parameter.Device.ToString().Split(':')[0]}");
        }
    }

    /// <summary>A new step counter. For fused kernels it must be on the parameter's device.</summary>
    public static Tensor Counter(ParamGroup group, Tensor parameter)
    {
        if (group.Flag("fused"))
        {
            return Torch.Zeros(LibraryCalls.IsAtLeast(2, 0) ? [] : [1], dtype: DType.Float32, device: parameter.Device);
        }

        return Torch.Zeros([]);
    }

    /// <summary>Whether the optimizer uses fused kernels, which unscale gradients and skip steps whose gradients are not finite.</summary>
    public static bool TakesScaling(Optimizer optimizer) => optimizer.Defaults.TryGetValue("fused", out var fused) && fused is true;

    public static void Adam(ParamGroup group, List<ParameterUpdate> all, bool isDecoupled, GradientScaling? scaling)
    {
        var (beta1, beta2) = group.Pair("betas");
        Tensor[] largest = group.Flag("amsgrad") ? Kept(all, "max_exp_avg_sq") : [];
        Run(isDecoupled ? "aten::_fused_adamw_" : "aten::_fused_adam_", group, all, scaling, [
            Kept(all, "exp_avg"), Kept(all, "exp_avg_sq"), largest, Counted(all), Rate(group),
            beta1, beta2, group.Double("weight_decay"), group.Double("eps"), group.Flag("amsgrad"), group.Flag("maximize")]);
        Uncount(all, scaling);
    }

    public static void Adagrad(ParamGroup group, List<ParameterUpdate> all, GradientScaling? scaling)
    {
        Run("aten::_fused_adagrad_", group, all, scaling, [
            Kept(all, "sum"), Counted(all), Rate(group), group.Double("lr_decay"), group.Double("weight_decay"), group.Double("eps"), group.Flag("maximize")]);
        Uncount(all, scaling);
    }

    public static void SGD(ParamGroup group, List<ParameterUpdate> all, Tensor[] buffers, bool isFirst, GradientScaling? scaling) =>
        Run("aten::_fused_sgd_", group, all, scaling, [
            buffers, group.Double("weight_decay"), group.Double("momentum"), Rate(group),
            group.Double("dampening"), group.Flag("nesterov"), group.Flag("maximize"), isFirst]);

    private static void Run(string name, ParamGroup group, List<ParameterUpdate> all, GradientScaling? scaling, object?[] rest)
    {
        if (all.Count == 0)
        {
            return;
        }

        Tensor[] parameters = [.. all.Select(one => one.Parameter)], gradients = [.. all.Select(one => one.Gradient)];
        var device = parameters[0].Device;
        using Tensor? scale = scaling?.Scale?.To(device, copy: true), found = scaling?.FoundInf.To(device, copy: true);
        Torch.Ops[group["lr"] is Tensor ? name + ".tensor_lr" : name].Invoke([parameters, gradients, .. rest, scale, found]);
    }

    private static object Rate(ParamGroup group) => group["lr"] as Tensor ?? (object)group.Double("lr");

    private static Tensor[] Kept(List<ParameterUpdate> all, string key) => [.. all.Select(one => one.State.Get<Tensor>(key))];

    // A step that the kernel skipped must not be counted.
    private static void Uncount(List<ParameterUpdate> all, GradientScaling? scaling)
    {
        if (scaling is null)
        {
            return;
        }

        foreach (var counter in Kept(all, "step"))
        {
            using var found = scaling.FoundInf.To(counter.Device, copy: true);
            counter.Sub_(found);
        }
    }

    private static Tensor[] Counted(List<ParameterUpdate> all)
    {
        var counters = Kept(all, "step");
        foreach (var counter in counters)
        {
            counter.Add_(1);
        }

        return counters;
    }
}
