using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Losses of classification.</summary>
public static partial class Functional
{
    /// <summary>The negative log likelihood of classes, from log-probabilities (N, C, …); <c>torch.nn.functional.nll_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor NllLoss(Tensor input, Tensor target, Tensor? weight = null, long ignoreIndex = -100, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return input.NllLossNd(target, weight, ReductionNumber(reduction), ignoreIndex);
    }

    /// <summary>The cross entropy of classes, or of probabilities of classes, from logits (N, C, …); <c>torch.nn.functional.cross_entropy</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor CrossEntropy(Tensor input, Tensor target, Tensor? weight = null, long ignoreIndex = -100, string reduction = "mean", double labelSmoothing = 0.0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return input.CrossEntropyLoss(target, weight, ReductionNumber(reduction), ignoreIndex, labelSmoothing);
    }

    /// <summary>The cross entropy of two classes, from probabilities; <c>torch.nn.functional.binary_cross_entropy</c>.</summary>
    /// <exception cref="TorchValueException">The sizes differ, or the reduction is unknown.</exception>
    public static Tensor BinaryCrossEntropy(Tensor input, Tensor target, Tensor? weight = null, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        var number = ReductionNumber(reduction);
        if (target.Shape != input.Shape)
        {
            throw new TorchValueException(
                $"Using a target size ({target.Shape}) that is different to the input size ({input.Shape}) is deprecated. "
                + "Please ensure they have the same size.");
        }

        if (weight is not null)
        {
            // Both expand the weight in the same way; only the error message for a weight that does not fit differs.
            weight = LibraryCalls.IsAtLeast(2, 14)
                ? weight.Expand(Torch.BroadcastShapes(target.Shape, weight.Shape))
                : Torch.BroadcastTensors(target, weight)[1];
        }

        return input.BinaryCrossEntropy(target, weight, number);
    }

    /// <summary>The cross entropy of two classes, from logits; <c>torch.nn.functional.binary_cross_entropy_with_logits</c>.</summary>
    /// <exception cref="TorchValueException">The sizes differ, or the reduction is unknown.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor input, Tensor target, Tensor? weight = null, string reduction = "mean", Tensor? posWeight = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        var number = ReductionNumber(reduction);
        if (target.Shape != input.Shape)
        {
            throw new TorchValueException($"Target size ({target.Shape}) must be the same as input size ({input.Shape})");
        }

        return input.BinaryCrossEntropyWithLogits(target, weight, posWeight, number);
    }

    /// <summary>The Kullback-Leibler divergence, from log-probabilities; <c>torch.nn.functional.kl_div</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor KlDiv(Tensor input, Tensor target, string reduction = "mean", bool logTarget = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        if (reduction == "mean")
        {
            Warnings.Warn(
                "reduction: 'mean' divides the total loss by both the batch size and the support size."
                + "'batchmean' divides only by the batch size, and aligns with the KL div math definition."
                + "'mean' will be changed to behave the same as 'batchmean' in the next major release.");
        }

        var reduced = input.KlDiv(target, ReductionNumber(reduction == "batchmean" ? "sum" : reduction), logTarget);
        return reduction == "batchmean" && input.NDim != 0 ? reduced / input.Shape[0] : reduced;
    }

    /// <summary>The multi-class hinge loss; <c>torch.nn.functional.multi_margin_loss</c>.</summary>
    /// <exception cref="TorchValueException">p is neither 1 nor 2, the weight is no vector, or the reduction is unknown.</exception>
    public static Tensor MultiMarginLoss(Tensor input, Tensor target, Scalar p = default, double margin = 1.0, Tensor? weight = null, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        var number = ReductionNumber(reduction);
        Scalar power = p.Kind == ScalarKind.None ? 1 : p;
        if (power.ToDouble() is not (1 or 2))
        {
            throw new TorchValueException("only p == 1 and p == 2 supported");
        }

        if (weight is not null && weight.NDim != 1)
        {
            throw new TorchValueException("weight must be one-dimensional");
        }

        return input.MultiMarginLoss(target, power, margin, weight, number);
    }

    /// <summary>The hinge loss for samples that have several classes each; <c>torch.nn.functional.multilabel_margin_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor MultilabelMarginLoss(Tensor input, Tensor target, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return input.MultilabelMarginLoss(target, ReductionNumber(reduction));
    }

    /// <summary>
    /// The cross entropy for samples that have several classes each, from logits (N, C);
    /// <c>torch.nn.functional.multilabel_soft_margin_loss</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor MultilabelSoftMarginLoss(Tensor input, Tensor target, Tensor? weight = null, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        var loss = -((target * Logsigmoid(input)) + ((1 - target) * Logsigmoid(-input)));
        if (weight is not null)
        {
            loss *= weight;
        }

        loss = loss.Sum(input.NDim - 1) / input.Shape[-1];
        return Reduced(loss, reduction);
    }

    /// <summary>The logistic loss of classes -1 and 1; <c>torch.nn.functional.soft_margin_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor SoftMarginLoss(Tensor input, Tensor target, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return input.SoftMarginLoss(target, ReductionNumber(reduction));
    }

    private static Tensor Reduced(Tensor loss, string reduction) => reduction switch
    {
        "none" => loss,
        "mean" => loss.Mean(),
        "sum" => loss.Sum(),
        _ => throw new TorchValueException($"{reduction ?? "None"} is not valid"),
    };
}
