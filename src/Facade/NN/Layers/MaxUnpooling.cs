namespace LibTorch.NN;

/// <summary>Puts elements back where max pooling found them; what that has in common for 1 to 3 dimensions.</summary>
public abstract partial class MaxUnpooling : Module<Tensor, Tensor, Tensor>
{
    private readonly int _dimensions;
    private readonly long[] _kernelSize;
    private readonly long[] _stride;
    private readonly long[] _padding;

    private protected MaxUnpooling(int dimensions, IntList kernelSize, IntList stride, IntList padding)
    {
        _dimensions = dimensions;
        (_kernelSize, _stride, _padding) = (kernelSize.Repeated(dimensions), stride.Repeated(dimensions), padding.Repeated(dimensions));
    }

    /// <summary>The sides of the window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>How far the window moved.</summary>
    public IReadOnlyList<long> Stride => _stride;

    /// <summary>How much was added at both ends of each side.</summary>
    public IReadOnlyList<long> Padding => _padding;

    /// <summary>Applies the module and runs its hooks, where the output's size is asked for; <c>module(x, indices, output_size)</c>.</summary>
    /// <param name="input">The largest elements.</param>
    /// <param name="indices">Where they were.</param>
    /// <param name="outputSize">The sides of the output, alone or behind batch and channels.</param>
    /// <exception cref="TorchValueException">Pooling does not make the input of such an output.</exception>
    public Tensor Call(Tensor input, Tensor indices, IntList outputSize)
    {
        var size = outputSize.IsGiven ? outputSize.Repeated(_dimensions) : null;
        return HasHooks ? CallWithHooks((input, indices), given => Compute(given.Input1, given.Input2, size)) : Compute(input, indices, size);
    }

    /// <summary>The largest elements and their positions to what they were found in, with zeros elsewhere.</summary>
    public override Tensor Forward(Tensor input1, Tensor input2) => Compute(input1, input2, size: null);

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"kernel_size={SettingText.Of(_kernelSize.AsSpan())}, stride={SettingText.Of(_stride.AsSpan())}, padding={SettingText.Of(_padding.AsSpan())}";

    private Tensor Compute(Tensor input, Tensor indices, long[]? size)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(indices);
        return _dimensions switch
        {
            1 => Functional.MaxUnpool1d(input, indices, _kernelSize, _stride, _padding, size),
            2 => Functional.MaxUnpool2d(input, indices, _kernelSize, _stride, _padding, size),
            _ => Functional.MaxUnpool3d(input, indices, _kernelSize, _stride, _padding, size),
        };
    }
}
