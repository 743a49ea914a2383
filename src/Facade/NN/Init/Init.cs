namespace LibTorch.NN;

/// <summary>First values of weights; <c>torch.nn.init</c>. All change the tensor in place, without recording, and give it back.</summary>
public static partial class Init
{
    /// <summary>Numbers between two bounds, all as likely; <c>torch.nn.init.uniform_</c>.</summary>
    public static Tensor Uniform_(Tensor tensor, double a = 0, double b = 1, Generator? generator = null) =>
        Unrecorded(tensor, () => tensor.Uniform_(a, b, generator));

    /// <summary>Numbers of a normal distribution; <c>torch.nn.init.normal_</c>.</summary>
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

    /// <summary>A convolution that gives its input channels as they are, as many as there are; <c>torch.nn.init.dirac_</c>.</summary>
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

    private static Tensor Unrecorded(Tensor tensor, Func<Tensor> change)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var mode = Torch.NoGrad();
        change();
        return tensor;
    }
}
