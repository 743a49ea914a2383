using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>Averaging functions, and the update of batch normalization statistics; <c>torch.optim.swa_utils</c>.</summary>
public static class SwaUtils
{
    /// <summary>The mean of all values, as a function for <see cref="AveragedModel{TInput, TOutput}"/>; <c>get_swa_avg_fn</c>.</summary>
    public static Func<Tensor, Tensor, Tensor, Tensor> GetSwaAvgFn() => (average, value, count) => average + ((value - average) / (count + 1));

    /// <summary>The exponential moving average, as a function for <see cref="AveragedModel{TInput, TOutput}"/>; <c>get_ema_avg_fn</c>.</summary>
    /// <param name="decay">The factor of the average so far.</param>
    /// <exception cref="TorchValueException">The decay is not between 0 and 1.</exception>
    public static Func<Tensor, Tensor, Tensor, Tensor> GetEmaAvgFn(double decay = 0.999)
    {
        CheckDecay(decay);
        return (average, value, _) => (decay * average) + ((1 - decay) * value);
    }

    /// <summary>The mean of all values, in place and for several parameters at once; <c>get_swa_multi_avg_fn</c>.</summary>
    public static Action<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor> GetSwaMultiAvgFn() => (averages, values, count) =>
        Each(averages, values, (average, value) =>
        {
            if (IsContinuous(average))
            {
                average.Lerp_(value, (1 / (count + 1)).Item());
            }
            else
            {
                average.Addcdiv_(value - average, count + 1);
            }
        });

    /// <summary>The exponential moving average, in place and for several parameters at once; <c>get_ema_multi_avg_fn</c>.</summary>
    /// <param name="decay">The factor of the average so far.</param>
    /// <exception cref="TorchValueException">The decay is not between 0 and 1.</exception>
    public static Action<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor> GetEmaMultiAvgFn(double decay = 0.999)
    {
        CheckDecay(decay);
        return (averages, values, _) => Each(averages, values, (average, value) =>
        {
            if (IsContinuous(average))
            {
                average.Lerp_(value, 1 - decay);
            }
            else
            {
                average.Copy_((average * decay) + (value * (1 - decay)));
            }
        });
    }

    /// <summary>Recomputes the running statistics of all batch normalization layers, as means over all batches; <c>update_bn</c>.</summary>
    /// <param name="loader">The batches.</param>
    /// <param name="model">The model. It is in the same training mode afterwards.</param>
    /// <param name="device">The device to move the batches to; null: not moved.</param>
    public static void UpdateBn(IEnumerable<Tensor> loader, Module<Tensor, Tensor> model, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(model);
        var layers = model.Modules.OfType<BatchNorm>().Select(layer => (Layer: layer, layer.Momentum)).ToList();
        if (layers.Count == 0)
        {
            return;
        }

        using var mode = Torch.NoGrad();
        var wasTraining = model.Training;
        layers.ForEach(item => item.Layer.ResetRunningStats());
        try
        {
            model.Train();
            layers.ForEach(item => item.Layer.Momentum = null);
            foreach (var batch in loader)
            {
                using var scope = new TensorScope();
                model.Call(device is { } place ? batch.To(place) : batch);
            }
        }
        finally
        {
            layers.ForEach(item => item.Layer.Momentum = item.Momentum);
            model.Train(wasTraining);
        }
    }

    private static void CheckDecay(double decay)
    {
        if (decay is < 0 or > 1)
        {
            throw new TorchValueException($"Invalid decay value {PythonText.Float(decay)} provided. Please provide a value in [0,1] range.");
        }
    }

    private static bool IsContinuous(Tensor tensor) => tensor.DType.IsFloatingPoint || tensor.DType.IsComplex;

    private static void Each(IReadOnlyList<Tensor> averages, IReadOnlyList<Tensor> values, Action<Tensor, Tensor> update)
    {
        ArgumentNullException.ThrowIfNull(averages);
        ArgumentNullException.ThrowIfNull(values);
        for (var i = 0; i < averages.Count; i++)
        {
            update(averages[i], values[i]);
        }
    }
}
