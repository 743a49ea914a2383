using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

/// <summary>Unscales an optimizer's gradients, and checks whether all of them are finite.</summary>
internal static class GradientUnscaling
{
    /// <summary>
    /// Multiplies all gradients by the factor in place. The result has a number for each device, which is not zero if a gradient there was
    /// not finite.
    /// </summary>
    /// <exception cref="TorchValueException">A gradient is float16 and that is not allowed; nothing is changed.</exception>
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

    // An uncoalesced sparse gradient has several values for one position, whose sum may overflow in float16. So such a gradient is
    // coalesced before its values are checked.
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
