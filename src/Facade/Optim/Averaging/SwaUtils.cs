using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>What stands beside averaged weights; <c>torch.optim.swa_utils</c>.</summary>
public static class SwaUtils
{
    /// <summary>Computes the running figures of all batch normalisations anew, as means over all batches; <c>update_bn</c>.</summary>
    /// <param name="loader">The batches.</param>
    /// <param name="model">The model, which is in the same mode afterwards.</param>
    /// <param name="device">Where the batches are moved to, if they are not there.</param>
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
}
