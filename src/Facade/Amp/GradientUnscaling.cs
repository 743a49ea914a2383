using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

/// <summary>Unscales an optimizer's gradients, and looks for infinite ones.</summary>
internal static class GradientUnscaling
{
    /// <summary>Multiplies all gradients in place; the answer has for each device a number that is not zero where one of them was not finite.</summary>
    /// <exception cref="TorchValueException">A gradient is of float16, where that is not allowed; nothing is changed.</exception>
    public static Dictionary<Device, Tensor> Run(Optimizer optimizer, Tensor factor, bool allowFloat16)
    {
        using var outside = new OutsideFrames();
        using var mode = Torch.NoGrad();
        List<Tensor> made = [];
        var found = new Dictionary<Device, Tensor>();
        try
        {
            var gradients = Gradients(optimizer, allowFloat16, made);
            foreach (var group in gradients.GroupBy(gradient => (gradient.Device, gradient.DType)))
            {
                var device = group.Key.Device;
                if (!found.TryGetValue(device, out var foundHere))
                {
                    found[device] = foundHere = Torch.Zeros(factor.Shape, dtype: DType.Float32, device: device);
                }

                var here = factor.To(device, nonBlocking: true, copy: true);
                made.Add(here);
                Torch.Ops["aten::_amp_foreach_non_finite_check_and_unscale_"].Invoke(group.ToArray(), foundHere, here);
            }

            return found;
        }
        finally
        {
            made.ForEach(tensor => tensor.Dispose());
        }
    }

    private static List<Tensor> Gradients(Optimizer optimizer, bool allowFloat16, List<Tensor> made)
    {
        List<Tensor> gradients = [];
        foreach (var parameter in optimizer.ParamGroups.SelectMany(group => group.Params))
        {
            if (parameter.Grad is not { } gradient)
            {
                continue;
            }

            made.Add(gradient);
            if (!allowFloat16 && gradient.DType == DType.Float16)
            {
                throw new TorchValueException("Attempting to unscale FP16 gradients.");
            }

            gradients.Add(gradient.IsSparse ? Values(parameter, gradient, made) : gradient);
        }

        return gradients;
    }

    // Values of the same position add up, which may overflow in float16: so there they are added before they are looked at.
    private static Tensor Values(Tensor parameter, Tensor gradient, List<Tensor> made)
    {
        if (gradient.DType == DType.Float16)
        {
            gradient = gradient.Coalesce();
            made.Add(gradient);
            parameter.Grad = gradient;
        }

        var values = Torch.Ops["aten::_values"].InvokeTensor(gradient);
        made.Add(values);
        return values;
    }
}
