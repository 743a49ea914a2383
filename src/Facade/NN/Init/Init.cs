namespace LibTorch.NN;

/// <summary>
/// Initial values of weights; <c>torch.nn.init</c>. All functions change the tensor in place, without recording it in a graph, and return
/// it.
/// </summary>
public static partial class Init
{
    /// <summary>Uniformly distributed numbers between two bounds; <c>torch.nn.init.uniform_</c>.</summary>
    public static Tensor Uniform_(Tensor tensor, double a = 0, double b = 1, Generator? generator = null) =>
        Unrecorded(tensor, () => tensor.Uniform_(a, b, generator));

    /// <summary>Normally distributed numbers; <c>torch.nn.init.normal_</c>.</summary>
    public static Tensor Normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) =>
        Unrecorded(tensor, () => tensor.Normal_(mean, std, generator));

    /// <summary>One number everywhere; <c>torch.nn.init.constant_</c>.</summary>
    public static Tensor Constant_(Tensor tensor, Scalar value) => Unrecorded(tensor, () => tensor.Fill_(value));

    /// <summary>Ones; <c>torch.nn.init.ones_</c>.</summary>
    public static Tensor Ones_(Tensor tensor) => Constant_(tensor, 1.0);

    /// <summary>Zeros; <c>torch.nn.init.zeros_</c>.</summary>
    public static Tensor Zeros_(Tensor tensor) => Unrecorded(tensor, () => tensor.Zero_());

    /// <summary>The identity matrix; <c>torch.nn.init.eye_</c>.</summary>
    /// <exception cref="TorchValueException">The tensor is no matrix.</exception>
    public static Tensor Eye_(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.NDim != 2
            ? throw new TorchValueException("Only tensors with 2 dimensions are supported")
            : Unrecorded(tensor, () => tensor.Copy_(Torch.Eye(tensor.Shape[0], tensor.Shape[1], dtype: tensor.DType, device: tensor.Device)));
    }

    /// <summary>
    /// The weight of a convolution that passes its input channels through unchanged, as many as possible; <c>torch.nn.init.dirac_</c>.
    /// </summary>
    /// <param name="tensor">A convolution's weight, of 3, 4 or 5 dimensions.</param>
    /// <param name="groups">The convolution's groups.</param>
    /// <exception cref="TorchValueException">The tensor has another number of dimensions, or its channels do not fit the groups.</exception>
    public static Tensor Dirac_(Tensor tensor, long groups = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NDim is < 3 or > 5)
        {
            throw new TorchValueException("Only tensors with 3, 4, or 5 dimensions are supported");
        }

        if (tensor.Shape[0] % groups != 0)
        {
            throw new TorchValueException("dim 0 must be divisible by groups");
        }

        return Unrecorded(tensor, () =>
        {
            tensor.Zero_();
            var channels = tensor.Shape[0] / groups;
            for (var group = 0L; group < groups; group++)
            {
                for (var channel = 0L; channel < Math.Min(channels, tensor.Shape[1]); channel++)
                {
                    var window = tensor[(group * channels) + channel, channel];
                    while (window.NDim > 0)
                    {
                        window = window[window.Shape[0] / 2];
                    }

                    window.Fill_(1);
                }
            }

            return tensor;
        });
    }

    /// <summary>Normally distributed numbers, with zeros for a random part of each column; <c>torch.nn.init.sparse_</c>.</summary>
    /// <param name="tensor">A matrix.</param>
    /// <param name="sparsity">The fraction of each column that is set to zero.</param>
    /// <param name="std">The standard deviation of the other elements.</param>
    /// <param name="generator">The generator of the numbers; the positions of the zeros come from the default generator.</param>
    /// <exception cref="TorchValueException">The tensor is no matrix.</exception>
    public static Tensor Sparse_(Tensor tensor, double sparsity, double std = 0.01, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.NDim != 2)
        {
            throw new TorchValueException("Only tensors with 2 dimensions are supported");
        }

        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        var zeros = (long)Math.Ceiling(sparsity * rows);
        return Unrecorded(tensor, () =>
        {
            tensor.Normal_(0, std, generator);
            for (var column = 0L; column < columns; column++)
            {
                // Like a slice in Python: a negative count is taken from the end, and one above the number of rows means all rows.
                var order = Torch.Randperm(rows);
                var count = Math.Clamp(zeros < 0 ? rows + zeros : zeros, 0, rows);
                tensor.Select(1, column).IndexFill_(0, order.Narrow(0, 0, count).To(tensor.Device), 0.0);
            }

            return tensor;
        });
    }

    /// <summary>The initial values of normalisations: a weight of ones and a bias of zeros.</summary>
    internal static void Plain(Tensor? weight, Tensor? bias)
    {
        if (weight is not null)
        {
            Ones_(weight);
        }

        if (bias is not null)
        {
            Zeros_(bias);
        }
    }

    private static Tensor Unrecorded(Tensor tensor, Func<Tensor> change)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var mode = Torch.NoGrad();
        change();
        return tensor;
    }
}
