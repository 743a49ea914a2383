using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>A model whose parameters are averages of another one's; <c>torch.optim.swa_utils.AveragedModel</c>.</summary>
/// <typeparam name="TInput">What the model is given.</typeparam>
/// <typeparam name="TOutput">What the model gives.</typeparam>
public sealed partial class AveragedModel<TInput, TOutput> : Module<TInput, TOutput>
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor>? _average;
    private readonly Action<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>, Tensor>? _averageAll;
    private readonly bool _useBuffers;

    /// <param name="model">The model, which is copied: the copy takes the averages.</param>
    /// <param name="device">Where the copy is moved to, if it is to be moved.</param>
    /// <param name="avgFn">Gives a new average from the average so far, the model's value, and how many there were; their mean if not given.</param>
    /// <param name="multiAvgFn">Changes the averages of all parameters of a device and dtype at once, in place of <paramref name="avgFn"/>.</param>
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

    /// <summary>The model that has the averages.</summary>
    public Module<TInput, TOutput> Module { get; }

    /// <summary>How many models went into the averages.</summary>
    public LibTorch.NN.Buffer NAveraged { get; }

    /// <inheritdoc/>
    public override TOutput Forward(TInput input) => Module.Call(input);

    /// <summary>Takes the model's values into the averages; the first ones are copied. Since 2.0 buffers that are not averaged are copied each time; <c>update_parameters</c>.</summary>
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
