namespace LibTorch.NN;

/// <summary>The triplet margin loss with a custom distance; <c>torch.nn.TripletMarginWithDistanceLoss</c>.</summary>
public sealed partial class TripletMarginWithDistanceLoss : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor, Tensor>? _function;

    // A distance that is a module becomes a submodule, as in Python.
    private readonly Module<Tensor, Tensor, Tensor>? _distanceFunction;

    /// <param name="distanceFunction">The distance between two batches of vectors; a <see cref="PairwiseDistance"/> unless given. It
    /// becomes a submodule.</param>
    /// <param name="margin">By how much the negative has to be farther away than the positive.</param>
    /// <param name="swap">Whether the smaller of the two distances to the negative counts.</param>
    /// <param name="reduction"><c>mean</c>, <c>sum</c>, or <c>none</c> for a loss of each element.</param>
    /// <exception cref="TorchValueException">The margin is not positive.</exception>
    public TripletMarginWithDistanceLoss(Module<Tensor, Tensor, Tensor>? distanceFunction = null, Scalar? margin = null, bool swap = false, string reduction = "mean")
        : this(distanceFunction ?? new PairwiseDistance(), null, margin, swap, reduction)
    {
    }

    /// <param name="distanceFunction">The distance between two batches of vectors.</param>
    /// <param name="margin">By how much the negative has to be farther away than the positive.</param>
    /// <param name="swap">Whether the smaller of the two distances to the negative counts.</param>
    /// <param name="reduction"><c>mean</c>, <c>sum</c>, or <c>none</c> for a loss of each element.</param>
    /// <exception cref="TorchValueException">The margin is not positive.</exception>
    public TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor> distanceFunction, Scalar? margin = null, bool swap = false, string reduction = "mean")
        : this(null, distanceFunction, margin, swap, reduction) => ArgumentNullException.ThrowIfNull(distanceFunction);

    private TripletMarginWithDistanceLoss(Module<Tensor, Tensor, Tensor>? module, Func<Tensor, Tensor, Tensor>? function, Scalar? margin, bool swap, string reduction)
    {
        (_distanceFunction, _function) = (module, function);
        (Margin, Swap, Reduction) = (margin ?? 1.0, swap, reduction);
        SettingCheck.PositiveMargin(Margin, nameof(TripletMarginWithDistanceLoss));
    }

    /// <summary>By how much the negative has to be farther away than the positive.</summary>
    public Scalar Margin { get; }

    /// <summary>Whether the smaller of the two distances to the negative counts.</summary>
    public bool Swap { get; }

    /// <summary><c>mean</c>, <c>sum</c> or <c>none</c>.</summary>
    public string Reduction { get; }

    /// <summary>Computes the loss of anchors, positives and negatives.</summary>
    public override Tensor Forward(Tensor input1, Tensor input2, Tensor input3) =>
        Functional.TripletMarginWithDistanceLoss(input1, input2, input3, _function ?? _distanceFunction!, Margin.ToDouble(), Swap, Reduction);
}
