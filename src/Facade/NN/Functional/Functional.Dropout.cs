namespace LibTorch.NN;

/// <summary>Dropout: in training, elements or whole channels drawn at random are zeroed.</summary>
public static partial class Functional
{
    /// <summary>Zeroes elements with probability p and scales the others up; <c>torch.nn.functional.dropout</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    public static Tensor Dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
    {
        RequireProbability(input, p);
        return inplace ? input.Dropout_(p, training) : Torch.Dropout(input, p, training);
    }

    /// <summary>Dropout that keeps mean and variance; <c>torch.nn.functional.alpha_dropout</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    public static Tensor AlphaDropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
    {
        RequireProbability(input, p);
        return inplace ? input.AlphaDropout_(p, training) : Torch.AlphaDropout(input, p, training);
    }

    /// <summary>Alpha dropout of whole channels; <c>torch.nn.functional.feature_alpha_dropout</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    public static Tensor FeatureAlphaDropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false)
    {
        RequireProbability(input, p);
        return inplace ? input.FeatureAlphaDropout_(p, training) : Torch.FeatureAlphaDropout(input, p, training);
    }

    /// <summary>Dropout of whole channels of (N, C, L) or (C, L); <c>torch.nn.functional.dropout1d</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    /// <exception cref="TorchException">The input does not have 2 or 3 dimensions.</exception>
    public static Tensor Dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
    {
        RequireProbability(input, p);
        return input.NDim is 2 or 3
            ? ChannelDropout(input, p, training, inplace, batched: input.NDim == 3)
            : throw new TorchException(
                $"dropout1d: Expected 2D or 3D input, but received a {input.NDim}D input. Note that dropout1d exists to provide channel-wise dropout "
                + "on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).");
    }

    /// <summary>Dropout of whole channels of (N, C, H, W) or (N, C, L); <c>torch.nn.functional.dropout2d</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    public static Tensor Dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
    {
        RequireProbability(input, p);
        if (input.NDim is not (3 or 4))
        {
            WarnOfDimensions(2, input.NDim);
        }

        if (input.NDim == 3)
        {
            Warnings.Warn(
                "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - "
                + "input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a future release "
                + "to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise dropout "
                + "behavior, please switch to using dropout1d instead.");
        }

        return ChannelDropout(input, p, training, inplace, batched: true);
    }

    /// <summary>Dropout of whole channels of (N, C, D, H, W) or (C, D, H, W); <c>torch.nn.functional.dropout3d</c>.</summary>
    /// <exception cref="TorchValueException">p is not a probability.</exception>
    public static Tensor Dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
    {
        RequireProbability(input, p);
        if (input.NDim is not (4 or 5))
        {
            WarnOfDimensions(3, input.NDim);
        }

        return ChannelDropout(input, p, training, inplace, batched: input.NDim == 5);
    }

    private static Tensor ChannelDropout(Tensor input, double p, bool training, bool inplace, bool batched)
    {
        if (inplace)
        {
            return batched ? input.FeatureDropout_(p, training) : input.Unsqueeze_(0).FeatureDropout_(p, training).Squeeze_(0);
        }

        return batched ? Torch.FeatureDropout(input, p, training) : Torch.FeatureDropout(input.Unsqueeze(0), p, training).Squeeze(0);
    }

    private static void WarnOfDimensions(int spatial, int dimensions) => Warnings.Warn(
        $"dropout{spatial}d: Received a {dimensions}-D input to dropout{spatial}d, which is deprecated and will result in an error in a "
        + "future release. To retain the behavior and silence this warning, please use dropout instead. Note that "
        + $"dropout{spatial}d exists to provide channel-wise dropout on inputs with {spatial} spatial dimensions, a channel dimension, and an "
        + $"optional batch dimension (i.e. {spatial + 1}D or {spatial + 2}D inputs).");

    private static void RequireProbability(Tensor input, double p)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (p is < 0 or > 1)
        {
            throw new TorchValueException($"dropout probability has to be between 0 and 1, but got {PythonText.Float(p)}");
        }
    }
}
