namespace LibTorch.NN;

/// <summary>
/// Initial values scaled by a weight's number of inputs and outputs, so that the size of activations or gradients is kept.
/// </summary>
public static partial class Init
{
    private static readonly string[] Modes = ["fan_in", "fan_out"];

    /// <summary>The recommended gain for an activation; <c>torch.nn.init.calculate_gain</c>.</summary>
    /// <param name="nonlinearity">The activation's name in torch.nn.functional, such as <c>relu</c>.</param>
    /// <param name="slope">For <c>leaky_relu</c>, its slope; 0.01 without.</param>
    /// <exception cref="TorchValueException">No gain is known for the activation.</exception>
    public static double CalculateGain(string nonlinearity, double? slope = null) => nonlinearity switch
    {
        "linear" or "conv1d" or "conv2d" or "conv3d" or "conv_transpose1d" or "conv_transpose2d" or "conv_transpose3d" or "sigmoid" => 1,
        "tanh" => 5.0 / 3,
        "relu" => Math.Sqrt(2.0),
        "leaky_relu" => Math.Sqrt(2.0 / (1 + Math.Pow(slope ?? 0.01, 2))),
        "selu" => 3.0 / 4,
        _ => throw new TorchValueException($"Unsupported nonlinearity {nonlinearity}"),
    };

    /// <summary>
    /// Uniform numbers; the bounds depend on the weight's number of inputs and outputs; <c>torch.nn.init.xavier_uniform_</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The tensor has fewer than two dimensions.</exception>
    public static Tensor XavierUniform_(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
        return Uniform_(tensor, -bound, bound, generator);
    }

    /// <summary>
    /// Normally distributed numbers; the deviation depends on the weight's number of inputs and outputs;
    /// <c>torch.nn.init.xavier_normal_</c>.
    /// </summary>
    /// <exception cref="TorchValueException">The tensor has fewer than two dimensions.</exception>
    public static Tensor XavierNormal_(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Normal_(tensor, 0, XavierDeviation(tensor, gain), generator);

    /// <summary>
    /// Uniform numbers; the bounds depend on the weight's number of inputs or outputs; <c>torch.nn.init.kaiming_uniform_</c>.
    /// </summary>
    /// <param name="tensor">The weight.</param>
    /// <param name="a">The slope of the leaky ReLU that follows.</param>
    /// <param name="mode"><c>fan_in</c> keeps the size forward, <c>fan_out</c> backward.</param>
    /// <param name="nonlinearity">The activation that follows the layer.</param>
    /// <param name="generator">The random number generator.</param>
    /// <exception cref="TorchValueException">The tensor has fewer than two dimensions, or there is no such mode or gain.</exception>
    public static Tensor KaimingUniform_(Tensor tensor, double a = 0, string mode = "fan_in", string nonlinearity = "leaky_relu", Generator? generator = null)
    {
        if (IsEmpty(tensor))
        {
            return tensor;
        }

        var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
        return Uniform_(tensor, -bound, bound, generator);
    }

    /// <summary>
    /// Normally distributed numbers; the deviation depends on the weight's number of inputs or outputs;
    /// <c>torch.nn.init.kaiming_normal_</c>.
    /// </summary>
    /// <inheritdoc cref="KaimingUniform_" path="/param"/>
    /// <exception cref="TorchValueException">The tensor has fewer than two dimensions, or there is no such mode or gain.</exception>
    public static Tensor KaimingNormal_(Tensor tensor, double a = 0, string mode = "fan_in", string nonlinearity = "leaky_relu", Generator? generator = null) =>
        IsEmpty(tensor) ? tensor : Normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity), generator);

    /// <summary>
    /// A matrix with orthonormal rows or columns; <c>torch.nn.init.orthogonal_</c>. Dimensions after the first are flattened into columns.
    /// </summary>
    /// <exception cref="TorchValueException">The tensor has fewer than two dimensions.</exception>
    public static Tensor Orthogonal_(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NDim < 2)
        {
            throw new TorchValueException("Only tensors with 2 or more dimensions are supported");
        }

        if (tensor.Numel == 0)
        {
            return tensor;
        }

        return Unrecorded(tensor, () =>
        {
            var (rows, columns) = (tensor.Shape[0], tensor.Numel / tensor.Shape[0]);
            var flat = Torch.Empty([rows, columns], dtype: tensor.DType, device: tensor.Device).Normal_(0, 1, generator);
            if (rows < columns)
            {
                flat.T_();
            }

            var (q, r) = Torch.Linalg.Qr(flat);
            q.Mul_(Torch.Diag(r, 0).Sign());
            if (rows < columns)
            {
                q.T_();
            }

            tensor.ViewAs(q).Copy_(q);
            return tensor.Mul_(gain);
        });
    }

    /// <summary>A weight's fan-in and fan-out: the number of inputs of each output, and of outputs of each input.</summary>
    internal static (long In, long Out) Fans(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NDim < 2)
        {
            throw new TorchValueException("Fan in and fan out can not be computed for tensor with fewer than 2 dimensions");
        }

        var field = 1L;
        for (var dimension = 2; dimension < tensor.NDim; dimension++)
        {
            field *= tensor.Shape[dimension];
        }

        return (tensor.Shape[1] * field, tensor.Shape[0] * field);
    }

    private static double XavierDeviation(Tensor tensor, double gain)
    {
        var (inputs, outputs) = Fans(tensor);
        return inputs + outputs == 0
            ? throw new DivideByZeroException("The tensor has neither inputs nor outputs.")
            : gain * Math.Sqrt(2.0 / (inputs + outputs));
    }

    private static double KaimingDeviation(Tensor tensor, double a, string mode, string nonlinearity)
    {
        ArgumentNullException.ThrowIfNull(mode);
        var chosen = Array.IndexOf(Modes, mode.ToLowerInvariant());
        if (chosen < 0)
        {
            throw new TorchValueException($"Mode {mode.ToLowerInvariant()} not supported, please use one of ['fan_in', 'fan_out']");
        }

        var (inputs, outputs) = Fans(tensor);
        return CalculateGain(nonlinearity, a) / Math.Sqrt(chosen == 0 ? inputs : outputs);
    }

    private static bool IsEmpty(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Numel > 0)
        {
            return false;
        }

        Warnings.Warn("Initializing zero-element tensors is a no-op");
        return true;
    }
}
