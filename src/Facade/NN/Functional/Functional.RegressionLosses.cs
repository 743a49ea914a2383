using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Losses of regression and of counts.</summary>
public static partial class Functional
{
    /// <summary>The mean absolute difference; <c>torch.nn.functional.l1_loss</c>.</summary>
    /// <exception cref="TorchValueException">The weight's size is not the input's, or the reduction is unknown.</exception>
    public static Tensor L1Loss(Tensor input, Tensor target, string reduction = "mean", Tensor? weight = null)
    {
        (var alike, target) = Alike(input, target);
        return weight is null
            ? alike.L1Loss(target, ReductionNumber(reduction))
            : WeightedMean((alike - target).Abs(), SameSize(weight, input), reduction);
    }

    /// <summary>The mean squared difference; <c>torch.nn.functional.mse_loss</c>.</summary>
    /// <exception cref="TorchValueException">The weight's size is not the input's, or the reduction is unknown.</exception>
    public static Tensor MseLoss(Tensor input, Tensor target, string reduction = "mean", Tensor? weight = null)
    {
        (var alike, target) = Alike(input, target);
        return weight is null
            ? alike.MseLoss(target, ReductionNumber(reduction))
            : WeightedMean((alike - target).Pow(2), SameSize(weight, input), reduction);
    }

    /// <summary>Squared where the difference is below beta, absolute beyond; <c>torch.nn.functional.smooth_l1_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor SmoothL1Loss(Tensor input, Tensor target, string reduction = "mean", double beta = 1.0)
    {
        (input, target) = Alike(input, target);
        return beta == 0 && LibraryCalls.IsAtLeast(2, 0) ? input.L1Loss(target, ReductionNumber(reduction)) : input.SmoothL1Loss(target, ReductionNumber(reduction), beta);
    }

    /// <summary>Squared where the difference is below delta, absolute beyond; <c>torch.nn.functional.huber_loss</c>.</summary>
    /// <exception cref="TorchValueException">The weight's size is not the input's, or the reduction is unknown.</exception>
    public static Tensor HuberLoss(Tensor input, Tensor target, string reduction = "mean", double delta = 1.0, Tensor? weight = null)
    {
        (var alike, target) = Alike(input, target);
        if (weight is null)
        {
            return alike.HuberLoss(target, ReductionNumber(reduction), delta);
        }

        var weighted = alike.HuberLoss(target, ReductionNumber("none"), delta) * SameSize(weight, input);
        return reduction == "mean" ? weighted.Mean() : WeightedSum(weighted, reduction);
    }

    /// <summary>The negative log likelihood of counts; <c>torch.nn.functional.poisson_nll_loss</c>.</summary>
    /// <exception cref="TorchValueException">The reduction is unknown.</exception>
    public static Tensor PoissonNllLoss(Tensor input, Tensor target, bool logInput = true, bool full = false, double eps = 1e-8, string reduction = "mean")
    {
        if (reduction is not ("none" or "mean" or "sum"))
        {
            throw new TorchValueException(reduction + (LibraryCalls.IsAtLeast(2, 0) ? " is not a valid value for reduction" : " is not valid"));
        }

        return Torch.PoissonNllLoss(input, target, logInput, full, eps, ReductionNumber(reduction));
    }

    /// <summary>The negative log likelihood of a normal distribution; <c>torch.nn.functional.gaussian_nll_loss</c>.</summary>
    /// <exception cref="TorchValueException">A variance is negative, or of a size that does not fit; or the reduction is unknown.</exception>
    public static Tensor GaussianNllLoss(Tensor input, Tensor target, double var, bool full = false, double eps = 1e-6, string reduction = "mean") =>
        GaussianNllLoss(input, target, SameVariance(input, var), full, eps, reduction);

    /// <summary>The negative log likelihood of normal distributions; <c>torch.nn.functional.gaussian_nll_loss</c>.</summary>
    /// <exception cref="TorchValueException">A variance is negative, or of a size that does not fit; or the reduction is unknown.</exception>
    public static Tensor GaussianNllLoss(Tensor input, Tensor target, Tensor var, bool full = false, double eps = 1e-6, string reduction = "mean")
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(var);
        if ((bool)(var < 0).Any())
        {
            throw new TorchValueException("var has negative entry/entries");
        }

        var variance = FittingVariance(input.Shape, var);
        if (reduction is not ("none" or "mean" or "sum"))
        {
            throw new TorchValueException(reduction + " is not valid");
        }

        // The clamping to eps is not differentiated.
        variance = variance.Clone();
        using (Torch.NoGrad())
        {
            variance.Clamp_(min: eps);
        }

        var loss = 0.5 * (variance.Log() + ((input - target).Pow(2) / variance));
        if (full)
        {
            loss += 0.5 * Math.Log(2 * Math.PI);
        }

        return Reduced(loss, reduction);
    }

    /// <summary>A tensor with one variance for all elements.</summary>
    internal static Tensor SameVariance(Tensor input, double variance)
    {
        ArgumentNullException.ThrowIfNull(input);
        return variance < 0 ? throw new TorchValueException("var has negative entry/entries") : variance * input.OnesLike();
    }

    private static Tensor FittingVariance(Size input, Tensor var)
    {
        var shape = var.Shape;
        if (shape == input)
        {
            return var;
        }

        if (input.Count > 0 && input.SkipLast(1).SequenceEqual(shape))
        {
            return var.Unsqueeze(-1);
        }

        // The variance may have extent 1 in one dimension, along which it is shared. Up to PyTorch 2.6 that has to be the last dimension.
        var fits = LibraryCalls.IsAtLeast(2, 7)
            ? shape.Count == input.Count && shape.Zip(input).Where(pair => pair.First != pair.Second).Sum(pair => pair.First) == 1
            : shape.Count > 0 && shape[^1] == 1 && input.SkipLast(1).SequenceEqual(shape.SkipLast(1));
        return fits
            ? var
            : throw new TorchValueException("var is of incorrect size");
    }

    private static (Tensor Input, Tensor Target) Alike(Tensor input, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Shape != input.Shape)
        {
            Warnings.Warn(
                $"Using a target size ({target.Shape}) that is different to the input size ({input.Shape}). "
                + "This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.");
        }

        var alike = Torch.BroadcastTensors(input, target);
        return (alike[0], alike[1]);
    }

    private static Tensor SameSize(Tensor weight, Tensor input) => weight.Shape == input.Shape
        ? weight
        : throw new TorchValueException("Weights and input must have the same size.");

    private static Tensor WeightedMean(Tensor errors, Tensor weight, string reduction)
    {
        var weighted = errors * weight;
        return reduction == "mean" ? weighted.Sum() / weight.Sum() : WeightedSum(weighted, reduction);
    }

    private static Tensor WeightedSum(Tensor weighted, string reduction) => reduction switch
    {
        "none" => weighted,
        "sum" => weighted.Sum(),
        _ => throw new TorchValueException($"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'."),
    };
}
