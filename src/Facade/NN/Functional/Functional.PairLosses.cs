using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Losses of pairs, triplets and sequences, and distances.</summary>
public static partial class Functional
{
    /// <summary>The connectionist temporal classification loss of sequences; <c>torch.nn.functional.ctc_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor CtcLoss(Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, long blank = 0, string reduction = "mean", bool zeroInfinity = false)
    {
        return Torch.CtcLoss(logProbs, targets, inputLengths, targetLengths, blank, ReductionNumber(reduction), zeroInfinity);
    }

    /// <summary>The connectionist temporal classification loss of sequences; <c>torch.nn.functional.ctc_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor CtcLoss(Tensor logProbs, Tensor targets, IntList inputLengths, IntList targetLengths, long blank = 0, string reduction = "mean", bool zeroInfinity = false)
    {
        return Torch.CtcLoss(logProbs, targets, inputLengths, targetLengths, blank, ReductionNumber(reduction), zeroInfinity);
    }

    /// <summary>
    /// A loss if the first input does not exceed the second by the margin (target 1), or the second the first (target -1);
    /// <c>torch.nn.functional.margin_ranking_loss</c>.
    /// </summary>
    /// <exception cref="TorchException">The numbers of dimensions differ.</exception>
    public static Tensor MarginRankingLoss(Tensor input1, Tensor input2, Tensor target, double margin = 0, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input1);
        ArgumentNullException.ThrowIfNull(input2);
        ArgumentNullException.ThrowIfNull(target);
        var number = ReductionNumber(reduction);
        if (input1.NDim != input2.NDim || input1.NDim != target.NDim)
        {
            throw new TorchException(
                "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
                + $"input1: {input1.Shape}, input2: {input2.Shape}, target: {target.Shape} ");
        }

        return Torch.MarginRankingLoss(input1, input2, target, margin, number);
    }

    /// <summary>
    /// The distance where the target is 1; where it is -1, the amount by which the distance falls short of the margin;
    /// <c>torch.nn.functional.hinge_embedding_loss</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor HingeEmbeddingLoss(Tensor input, Tensor target, double margin = 1.0, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return Torch.HingeEmbeddingLoss(input, target, margin, ReductionNumber(reduction));
    }

    /// <summary>
    /// One minus the cosine where the target is 1; where it is -1, the amount by which the cosine exceeds the margin;
    /// <c>torch.nn.functional.cosine_embedding_loss</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor CosineEmbeddingLoss(Tensor input1, Tensor input2, Tensor target, double margin = 0, string reduction = "mean")
    {
        return Torch.CosineEmbeddingLoss(input1, input2, target, margin, ReductionNumber(reduction));
    }

    /// <summary>
    /// A loss if the anchor is not nearer to the positive than to the negative by the margin;
    /// <c>torch.nn.functional.triplet_margin_loss</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The margin is not positive, or the reduction is unknown.</exception>
    public static Tensor TripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, double p = 2, double eps = 1e-6, bool swap = false, string reduction = "mean")
    {
        var number = ReductionNumber(reduction);
        RequireMargin(margin);
        return Torch.TripletMarginLoss(anchor, positive, negative, margin, p, eps, swap, number);
    }

    /// <summary>As TripletMarginLoss, with a custom distance; <c>torch.nn.functional.triplet_margin_with_distance_loss</c>.</summary>
    /// <exception cref="TorchValueException">The margin is not positive, or the reduction is unknown.</exception>
    /// <exception cref="TorchException">The numbers of dimensions differ.</exception>
    public static Tensor TripletMarginWithDistanceLoss(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1.0,
        bool swap = false, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(anchor);
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        if (reduction is not ("mean" or "sum" or "none"))
        {
            throw new TorchValueException($"{reduction} is not a valid value for reduction");
        }

        RequireMargin(margin);
        if (LibraryCalls.IsAtLeast(2, 0) && (anchor.NDim != positive.NDim || positive.NDim != negative.NDim))
        {
            throw new TorchException(
                "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
                + $"anchor {anchor.NDim}D, positive {positive.NDim}D, and negative {negative.NDim}D inputs");
        }

        var distance = distanceFunction ?? new((x1, x2) => Torch.PairwiseDistance(x1, x2));
        var toPositive = distance(anchor, positive);
        var toNegative = distance(anchor, negative);
        if (swap)
        {
            toNegative = toNegative.Minimum(distance(positive, negative));
        }

        // Python 1.13 adds in another order, so the last bit may differ.
        var loss = LibraryCalls.IsAtLeast(2, 0) ? (margin + toPositive - toNegative).ClampMin(0) : (toPositive - toNegative + margin).Clamp(min: 0.0);
        return Reduced(loss, reduction);
    }

    /// <summary>Scales vectors along a dimension, 1 unless given, to length 1; <c>torch.nn.functional.normalize</c>.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static Tensor Normalize(Tensor input, double p = 2.0, IntList dim = default, double eps = 1e-12, Tensor? @out = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        var length = input.Norm(p, dim.IsGiven ? dim : 1, keepDim: true);
        return @out is null
            ? input / length.ClampMin(eps).ExpandAs(input)
            : Torch.DivOut(@out, input, length.ClampMin_(eps).ExpandAs(input));
    }

    private static void RequireMargin(double margin)
    {
        if (margin <= 0 && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchValueException($"margin must be greater than 0, got {PythonText.Float(margin)}");
        }
    }
}
