namespace LibTorch.NN;

/// <summary>
/// The base of the max unpooling layers of 1 to 3 dimensions: puts elements back at the positions where max pooling found them.
/// </summary>
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

    /// <summary>The extents of the pooling window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>The step of the pooling window.</summary>
    public IReadOnlyList<long> Stride => _stride;

    /// <summary>The padding at both ends of each dimension.</summary>
    public IReadOnlyList<long> Padding => _padding;

    /// <summary>Applies the module with a requested output size, and runs its hooks; <c>module(x, indices, output_size)</c>.</summary>
    /// <param name="input">The largest elements.</param>
    /// <param name="indices">Their positions in the pooling's input.</param>
    /// <param name="outputSize">The spatial extents of the output, or its whole shape.</param>
    /// <exception cref="TorchValueException">Pooling a tensor of the requested size does not give the input's size.</exception>
    public Tensor Call(Tensor input, Tensor indices, IntList outputSize)
    {
        var size = outputSize.IsGiven ? outputSize.Repeated(_dimensions) : null;
        return HasHooks ? CallWithHooks((input, indices), given => Compute(given.Input1, given.Input2, size)) : Compute(input, indices, size);
    }

    /// <summary>Puts the elements at their positions, with zeros elsewhere.</summary>
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
