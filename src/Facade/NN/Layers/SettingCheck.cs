using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// Checks of modules' settings, with the messages of the running version's Python. The tables of modules name these checks.
/// </summary>
internal static class SettingCheck
{
    /// <summary>Checks that a probability is between 0 and 1.</summary>
    public static void Probability(Scalar p)
    {
        if (p.ToDouble() is < 0 or > 1)
        {
            throw new TorchValueException($"dropout probability has to be between 0 and 1, but got {SettingText.Of(p)}");
        }
    }

    /// <summary>Checks that an upper bound is above the lower one.</summary>
    public static void Above(Scalar upper, Scalar lower)
    {
        if (!(upper.ToDouble() > lower.ToDouble()))
        {
            throw new TorchException(LibraryCalls.IsAtLeast(2, 14) ? $"max_val ({SettingText.Of(upper)}) must be greater than min_val ({SettingText.Of(lower)})" : "");
        }
    }

    /// <summary>Checks that a list was given and not a single number.</summary>
    public static void Tuple(IReadOnlyList<long> sizes)
    {
        if (sizes is IntSetting { IsOne: true })
        {
            throw new TorchTypeException("unflattened_size must be a tuple of ints, but found type int");
        }
    }

    /// <summary>Checks that a norm's order is not 0; before 2.14, Python fails only when it divides by 0.</summary>
    public static void NonZeroNorm(Scalar norm)
    {
        if (norm.ToDouble() == 0 && LibraryCalls.IsAtLeast(2, 14))
        {
            throw new TorchValueException($"norm_type must be a non-zero value, but got {SettingText.Of(norm)}");
        }
    }

    /// <summary>Checks that a margin is positive; PyTorch 1 has no such check.</summary>
    public static void PositiveMargin(Scalar margin, string module)
    {
        if (margin.ToDouble() <= 0 && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchValueException($"{module}: expected margin to be greater than 0, got {SettingText.Of(margin)} instead");
        }
    }

    /// <summary>Checks that a margin's power is 1 or 2.</summary>
    public static void MarginPower(Scalar p)
    {
        if (p.ToDouble() is not (1 or 2))
        {
            throw new TorchValueException("only p == 1 and p == 2 supported");
        }
    }

    /// <summary>Checks that the weights of classes are a vector.</summary>
    public static void ClassWeight(Tensor? weight)
    {
        if (weight is not null && weight.NDim != 1)
        {
            throw LibraryCalls.IsAtLeast(2, 0)
                ? new TorchValueException($"MultiMarginLoss: expected weight to be None or 1D tensor, got {weight.NDim}D instead")
                : new TorchException("");
        }
    }

    /// <summary>Warns that a class was renamed.</summary>
    public static void NewName(string old, string current) => Warnings.Warn(LibraryCalls.IsAtLeast(2, 0)
        ? $"`{old}` has been deprecated. Please use `{current}` instead as a drop-in replacement and see https://pytorch.org/docs/main/nn.html#torch.nn.{current} for more details."
        : $"{old} has been deprecated. Please use {current} instead as a drop-in replacement and see https://pytorch.org/docs/master/nn.html#torch.nn.{current} for more details.");
}
