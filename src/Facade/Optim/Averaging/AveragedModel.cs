using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>A model whose parameters are averages of another model's; <c>torch.optim.swa_utils.AveragedModel</c>.</summary>
/// <typeparam name="TInput">The model's input.</typeparam>
/// <typeparam name="TOutput">The model's output.</typeparam>
public sealed partial class AveragedModel<TInput, TOutput> : Module<TInput, TOutput>
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor>? _average;
    private readonly Action<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>? _averageAll;
    private readonly bool _useBuffers;

    /// <param name="model">The model. It is copied, and the copy holds the averages.</param>
    /// <param name="device">The device to move the copy to; null: not moved.</param>
    /// <param name="avgFn">
    /// Computes the new average from the average so far, the model's value, and the number of values averaged so far; null: the mean.
    /// </param>
    /// <param name="multiAvgFn">
    /// Updates the averages of all parameters of one device and dtype at once, in place; an alternative to <paramref name="avgFn"/>.
    /// </param>
    /// <param name="useBuffers">Whether buffers are averaged too.</param>
    /// <exception cref="TorchException">Both functions are given.</exception>
    public AveragedModel(
        Module<TInput, TOutput> model, Device? device = null, Func<Tensor, Tensor, Tensor, Tensor>? avgFn = null,
        Action<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>? multiAvgFn = null, bool useBuffers = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (avgFn is not null && multiAvgFn is not null)
        {
            throw new TorchException("Only one of avg_fn and multi_avg_fn should be provided");
        }

        Module = (Module<TInput, TOutput>)model.DeepCopy();
        if (device is { } place)
        {
            Module.To(place);
        }

        NAveraged = new(Torch.Zeros([], dtype: DType.Int64, device: device));
        (_average, _averageAll, _useBuffers) = (avgFn, multiAvgFn, useBuffers);
    }

    /// <summary>The model that holds the averages.</summary>
    public Module<TInput, TOutput> Module { get; }

    /// <summary>How many updates went into the averages.</summary>
    public LibTorch.NN.Buffer NAveraged { get; set => Assign(ref field, value); }

    /// <inheritdoc/>
    public override TOutput Forward(TInput input) => Module.Call(input);

    /// <summary>
    /// Updates the averages with the model's values; the first time, the values are copied. Since 2.0, buffers are copied each time if they
    /// are not averaged; <c>update_parameters</c>.
    /// </summary>
    public void UpdateParameters(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = new TensorScope();
        using var mode = Torch.NoGrad();
        var pairs = Values(Module, _useBuffers).Zip(Values(model, _useBuffers), (average, value) => (Average: average.Detach(), Value: value.Detach().To(average.Device))).ToList();
        if (NAveraged.Item<long>() == 0)
        {
            pairs.ForEach(pair => pair.Average.Copy_(pair.Value));
        }
        else if (_averageAll is not null)
        {
            foreach (var group in pairs.GroupBy(pair => (pair.Average.Device, pair.Average.DType)))
            {
                _averageAll([.. group.Select(pair => pair.Average)], [.. group.Select(pair => pair.Value)], NAveraged.To(group.Key.Device));
            }
        }
        else
        {
            var average = _average ?? SwaUtils.GetSwaAvgFn();
            pairs.ForEach(pair => pair.Average.Copy_(average(pair.Average, pair.Value, NAveraged.To(pair.Average.Device))));
        }

        if (!_useBuffers && LibraryCalls.IsAtLeast(2, 0))
        {
            foreach (var (own, other) in Module.Buffers().Zip(model.Buffers()))
            {
                own.Copy_(other);
            }
        }

        NAveraged.Add_(1);
    }

    private static IEnumerable<Tensor> Values(Module module, bool buffers) => module.Parameters().Concat<Tensor>(buffers ? module.Buffers() : []);
}
