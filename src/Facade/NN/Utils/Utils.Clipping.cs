using LibTorch.Interop;

namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// Scales the gradients down so that their common norm, as of one vector, is at most <paramref name="maxNorm"/>;
    /// <c>clip_grad_norm_</c>.
    /// </summary>
    /// <param name="parameters">The parameters whose gradients are scaled; those without a gradient are skipped.</param>
    /// <param name="maxNorm">The largest allowed norm.</param>
    /// <param name="normType">The order of the norm; it may be infinity.</param>
    /// <param name="errorIfNonfinite">Whether a norm that is infinite or nan is an error.</param>
    /// <param name="foreach">Whether operators on lists of tensors are used; unless given, where the running PyTorch uses them. libtorch
    /// before 2.0 has none for this.</param>
    /// <returns>The norm before scaling.</returns>
    /// <exception cref="TorchException">The norm is not finite, and <paramref name="errorIfNonfinite"/> is true; nothing is changed
    /// then.</exception>
    public static Tensor ClipGradNorm_(IEnumerable<Tensor> parameters, double maxNorm, double normType = 2, bool errorIfNonfinite = false, bool? @foreach = null)
    {
        var gradients = Gradients(parameters);
        var norm = GetTotalNorm(gradients, normType, errorIfNonfinite, @foreach);
        Clip(gradients, maxNorm, norm, @foreach);
        return norm;
    }

    /// <summary>The same for one parameter.</summary>
    /// <exception cref="TorchException">The norm is not finite, and <paramref name="errorIfNonfinite"/> is true; nothing is changed
    /// then.</exception>
    public static Tensor ClipGradNorm_(Tensor parameter, double maxNorm, double normType = 2, bool errorIfNonfinite = false, bool? @foreach = null) =>
        ClipGradNorm_([parameter], maxNorm, normType, errorIfNonfinite, @foreach);

    /// <summary>The norm of the tensors, as of one vector; <c>get_total_norm</c>.</summary>
    /// <exception cref="TorchException">The norm is not finite, and <paramref name="errorIfNonfinite"/> is true.</exception>
    public static Tensor GetTotalNorm(IEnumerable<Tensor> tensors, double normType = 2, bool errorIfNonfinite = false, bool? @foreach = null)
    {
        var all = Listed(tensors);
        if (all.Count == 0)
        {
            return Torch.Tensor(0f);
        }

        using var noGrad = Torch.NoGrad();
        var norms = ByKind(all).SelectMany(group => Norms(group, normType, @foreach)).Select(norm => norm.To(all[0].Device)).ToList();
        var total = !HasForeach && double.IsPositiveInfinity(normType)
            ? norms.Count == 1 ? norms[0] : Torch.Stack([.. norms]).Max()
            : Torch.Linalg.VectorNorm(Torch.Stack([.. norms]), normType);
        return errorIfNonfinite && !double.IsFinite(total.Item<double>())
            ? throw new TorchException(
                $"The total norm of order {PythonText.Float(normType)} for gradients from `parameters` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`")
            : total;
    }

    /// <summary>Scales the gradients down as if their norm were <paramref name="totalNorm"/>; <c>clip_grads_with_norm_</c>.</summary>
    public static void ClipGradsWithNorm_(IEnumerable<Tensor> parameters, double maxNorm, Tensor totalNorm, bool? @foreach = null)
    {
        ArgumentNullException.ThrowIfNull(totalNorm);
        Clip(Gradients(parameters), maxNorm, totalNorm, @foreach);
    }

    /// <summary>Clamps the gradients' elements between -clipValue and clipValue; <c>clip_grad_value_</c>.</summary>
    public static void ClipGradValue_(IEnumerable<Tensor> parameters, double clipValue, bool? @foreach = null)
    {
        foreach (var gradient in Gradients(parameters))
        {
            RequireForeach([gradient], @foreach);
            gradient.Data.Clamp_(-clipValue, clipValue);
        }
    }

    // PyTorch 1.13 has no operators on lists here, and computes some norms differently.
    private static bool HasForeach => LibraryCalls.IsAtLeast(2, 0);

    private static List<Tensor> Gradients(IEnumerable<Tensor> parameters) => [.. Listed(parameters).Select(parameter => parameter.Grad).OfType<Tensor>()];

    private static IEnumerable<List<Tensor>> ByKind(List<Tensor> tensors) =>
        HasForeach ? tensors.GroupBy(tensor => (tensor.Device, tensor.DType)).Select(group => group.ToList()) : [tensors];

    private static IEnumerable<Tensor> Norms(List<Tensor> tensors, double normType, bool? @foreach)
    {
        // On the CPU, an operator on lists is a loop over the tensors and gains nothing.
        if (RequireForeach(tensors, @foreach) && tensors[0].IsCuda)
        {
            return (IEnumerable<Tensor>)Torch.Ops["aten::_foreach_norm.Scalar"].Invoke(tensors.ToArray(), normType)[0]!;
        }

        return tensors.ConvertAll(tensor => HasForeach || !double.IsPositiveInfinity(normType)
            ? Torch.Linalg.VectorNorm(tensor.Detach(), normType)
            : tensor.Detach().Abs().Max());
    }

    private static void Clip(List<Tensor> gradients, double maxNorm, Tensor totalNorm, bool? @foreach)
    {
        using var noGrad = Torch.NoGrad();
        var factor = (maxNorm / (totalNorm + 1e-6)).Clamp(max: 1.0);
        foreach (var group in ByKind(gradients))
        {
            var here = factor.To(group.Count > 0 ? group[0].Device : factor.Device);
            if (RequireForeach(group, @foreach) && here.IsCuda)
            {
                Torch.Ops["aten::_foreach_mul_.Tensor"].Invoke(group.ToArray(), here);
                continue;
            }

            group.ForEach(gradient => gradient.Detach().Mul_(factor.To(gradient.Device)));
        }
    }

    private static bool RequireForeach(List<Tensor> tensors, bool? @foreach)
    {
        var type = tensors.Count == 0 ? DeviceType.Cpu : tensors[0].Device.Type;
        var can = HasForeach && type is DeviceType.Cpu or DeviceType.Cuda;
        return @foreach == true && !can
            ? throw new TorchException($"foreach=True was passed, but can't use the foreach API on {type.ToString().ToLowerInvariant()} tensors")
            : can && @foreach != false;
    }
}
