namespace LibTorch.NN;

/// <summary>
/// A linear layer and the cross entropy of its output; <c>torch.nn.LinearCrossEntropyLoss</c>. It also works where the running PyTorch has
/// no such layer.
/// </summary>
public sealed partial class LinearCrossEntropyLoss : Module<Tensor, Tensor, Tensor>
{
    private readonly long[] _outFeatures;

    /// <param name="inFeatures">The number of input features.</param>
    /// <param name="numClasses">How many classes there are.</param>
    /// <param name="outFeatures">The extents of further dimensions of the linear layer's output; none without.</param>
    /// <param name="bias">Whether the linear layer adds a bias.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <param name="reduction"><c>mean</c>, <c>sum</c>, or <c>none</c> for a loss of each element.</param>
    /// <param name="weight">A factor for each class.</param>
    /// <param name="ignoreIndex">The class that is ignored; -100 unless given.</param>
    /// <param name="labelSmoothing">The fraction of the target that is spread over all classes.</param>
    /// <param name="options">If given, the batch is computed chunk by chunk, which takes less memory; see <see
    /// cref="Functional.LinearCrossEntropy"/>.</param>
    /// <exception cref="TorchException">The weight does not fit the classes, or the smoothing is not between 0 and 1.</exception>
    public LinearCrossEntropyLoss(
        long inFeatures, long numClasses, IntList outFeatures = default, bool bias = false, Device? device = null, DType? dtype = null,
        string reduction = "mean", Tensor? weight = null, long? ignoreIndex = null, double labelSmoothing = 0.0,
        LinearCrossEntropyOptions? options = null)
    {
        if (weight is not null && !weight.Shape.SequenceEqual([numClasses]))
        {
            throw new TorchException($"expected weight shape to be ({numClasses},), got {PythonText.Tuple(weight.Shape)}");
        }

        if (labelSmoothing is < 0 or > 1)
        {
            throw new TorchException($"expected label_smoothing to be in range [0, 1], got {SettingText.Of(labelSmoothing)}");
        }

        _outFeatures = outFeatures.Repeated(1);
        Weight = weight is null ? null : new Buffer(weight);
        (NumClasses, Reduction, IgnoreIndex, LabelSmoothing, Options) = (numClasses, reduction, ignoreIndex, labelSmoothing, options);
        Linear = new Linear(inFeatures, _outFeatures.Aggregate(numClasses, (product, extent) => product * extent), bias, device, dtype);
    }

    /// <summary>How many classes there are.</summary>
    public long NumClasses { get; }

    /// <summary>The extents of further dimensions of the linear layer's output.</summary>
    public IReadOnlyList<long> OutFeatures => _outFeatures;

    /// <summary><c>mean</c>, <c>sum</c> or <c>none</c>.</summary>
    public string Reduction { get; }

    /// <summary>The class that is ignored, if given.</summary>
    public long? IgnoreIndex { get; }

    /// <summary>The fraction of the target that is spread over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <summary>The options of the computation in chunks, if there is one.</summary>
    public LinearCrossEntropyOptions? Options { get; }

    /// <summary>A factor for each class, if there is one.</summary>
    public Buffer? Weight { get; set => AssignOptional(ref field, value); }

    /// <summary>The linear layer.</summary>
    public Linear Linear { get; set => Assign(ref field, value); }

    /// <summary>Computes the loss of [batch, inFeatures] and classes or probabilities.</summary>
    /// <exception cref="TorchException">The shapes do not fit.</exception>
    public override Tensor Forward(Tensor input1, Tensor input2)
    {
        var weight = Linear.Weight.Reshape([NumClasses, .. _outFeatures, Linear.InFeatures]);
        var bias = Linear.Bias?.Reshape([NumClasses, .. _outFeatures]);
        return Functional.LinearCrossEntropy(input1, weight, input2, bias, Weight, Reduction, IgnoreIndex, LabelSmoothing, Options);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"in_features={Linear.InFeatures}, num_classes={NumClasses}, out_features={SettingText.Of(_outFeatures.AsSpan())}, bias={SettingText.Of(Linear.Bias is not null)}, "
        + $"reduction={Reduction}, ignore_index={SettingText.Of(IgnoreIndex)}, label_smoothing={SettingText.Of(LabelSmoothing)}, options={Options?.ToString() ?? "None"}";
}
