namespace LibTorch.NN;

/// <summary>Softmax and its relatives, and other activations.</summary>
public static partial class Functional
{
    /// <summary>The first half of a dimension times the sigmoid of the second; <c>torch.nn.functional.glu</c>.</summary>
    /// <exception cref="TorchException">The dimension's extent is odd, or there is no such dimension.</exception>
    public static Tensor Glu(Tensor input, long dim = -1)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.NDim == 0
            ? throw new TorchException("glu does not support scalars because halving size must be even")
            : input.Glu(dim);
    }

    /// <summary>Each element minus its tanh; <c>torch.nn.functional.tanhshrink</c>.</summary>
    public static Tensor Tanhshrink(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input - input.Tanh();
    }

    /// <summary>Each element divided by its magnitude plus 1; <c>torch.nn.functional.softsign</c>.</summary>
    public static Tensor Softsign(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input / (input.Abs() + 1);
    }

    /// <summary>Softmax of the negated elements; <c>torch.nn.functional.softmin</c>.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static Tensor Softmin(Tensor input, long? dim = null, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return (-input).Softmax(dim ?? ImplicitDim("softmin", input), dtype);
    }

    /// <summary>Elements scaled to lie in (0, 1) and sum to 1 along a dimension; <c>torch.nn.functional.softmax</c>.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static Tensor Softmax(Tensor input, long? dim = null, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax(dim ?? ImplicitDim("softmax", input), dtype);
    }

    /// <summary>The logarithm of softmax; <c>torch.nn.functional.log_softmax</c>.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static Tensor LogSoftmax(Tensor input, long? dim = null, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax(dim ?? ImplicitDim("log_softmax", input), dtype);
    }

    /// <summary>
    /// A sample of the Gumbel-Softmax distribution, one-hot if <paramref name="hard"/> is true; <c>torch.nn.functional.gumbel_softmax</c>.
    /// </summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static Tensor GumbelSoftmax(Tensor logits, double tau = 1, bool hard = false, double eps = 1e-10, long dim = -1)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (eps != 1e-10)
        {
            Warnings.Warn("`eps` parameter is deprecated and has no effect.");
        }

        var gumbels = -logits.EmptyLike(memoryFormat: MemoryFormat.Contiguous).Exponential_().Log();
        var soft = ((logits + gumbels) / tau).Softmax(dim);
        if (!hard)
        {
            return soft;
        }

        var index = soft.Max(dim, keepDim: true).Indices;
        var oneHot = logits.ZerosLike(memoryFormat: MemoryFormat.Contiguous).Scatter_(dim, index, 1.0);
        return oneHot - soft.Detach() + soft;
    }

    // The dimension that Python picks, with a warning, when none is given.
    private static long ImplicitDim(string name, Tensor input)
    {
        Warnings.Warn($"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.");
        return input.NDim is 0 or 1 or 3 ? 0 : 1;
    }
}
