using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Activations that can work in place.</summary>
public static partial class Functional
{
    /// <summary>Elements above the threshold as they are, all others replaced by the value; <c>torch.nn.functional.threshold</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Threshold(Tensor input, Scalar threshold, Scalar value, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Threshold_(threshold, value) : input.Threshold(threshold, value);
    }

    /// <summary>The larger of each element and 0; <c>torch.nn.functional.relu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Relu(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Relu_() : input.Relu();
    }

    /// <summary>Elements clamped between two bounds, -1 and 1 unless given; <c>torch.nn.functional.hardtanh</c>.</summary>
    /// <exception cref="TorchValueException">The lower bound is above the upper one.</exception>
    public static Tensor Hardtanh(Tensor input, Scalar minVal = default, Scalar maxVal = default, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        // The check came with libtorch 2.
        if (LibraryCalls.IsAtLeast(2, 0)
            && (minVal.Kind == ScalarKind.None ? -1 : minVal.ToDouble()) > (maxVal.Kind == ScalarKind.None ? 1 : maxVal.ToDouble()))
        {
            throw new TorchValueException("min_val cannot be greater than max_val");
        }

        return inplace ? input.Hardtanh_(minVal, maxVal) : input.Hardtanh(minVal, maxVal);
    }

    /// <summary>Elements clamped between 0 and 6; <c>torch.nn.functional.relu6</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Relu6(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Relu6_() : input.Relu6();
    }

    /// <summary>Exponential linear units; alpha is 1 unless given; <c>torch.nn.functional.elu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Elu(Tensor input, Scalar alpha = default, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Elu_(alpha) : input.Elu(alpha);
    }

    /// <summary>Scaled exponential linear units; <c>torch.nn.functional.selu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Selu(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Selu_() : input.Selu();
    }

    /// <summary>Continuously differentiable exponential linear units; alpha is 1 unless given; <c>torch.nn.functional.celu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Celu(Tensor input, Scalar alpha = default, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Celu_(alpha) : input.Celu(alpha);
    }

    /// <summary>Negative elements are multiplied by a slope, 0.01 unless given; <c>torch.nn.functional.leaky_relu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor LeakyRelu(Tensor input, Scalar negativeSlope = default, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.LeakyRelu_(negativeSlope) : input.LeakyRelu(negativeSlope);
    }

    /// <summary>
    /// Negative elements are multiplied by a slope; in training it is drawn at random between the bounds, 1/8 and 1/3 unless given;
    /// <c>torch.nn.functional.rrelu</c>.
    /// </summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Rrelu(Tensor input, Scalar lower = default, Scalar upper = default, bool training = false, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Rrelu_(lower, upper, training) : input.Rrelu(lower, upper, training);
    }

    /// <summary>A piecewise linear approximation of the sigmoid; <c>torch.nn.functional.hardsigmoid</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Hardsigmoid(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Hardsigmoid_() : input.Hardsigmoid();
    }

    /// <summary>Each element times its sigmoid; <c>torch.nn.functional.silu</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Silu(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Silu_() : input.Silu();
    }

    /// <summary>Each element times the tanh of its softplus; <c>torch.nn.functional.mish</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Mish(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Mish_() : input.Mish();
    }

    /// <summary>Each element times its hard sigmoid; <c>torch.nn.functional.hardswish</c>.</summary>
    /// <exception cref="TorchException">The dtype is not one that the function takes.</exception>
    public static Tensor Hardswish(Tensor input, bool inplace = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return inplace ? input.Hardswish_() : input.Hardswish();
    }
}
