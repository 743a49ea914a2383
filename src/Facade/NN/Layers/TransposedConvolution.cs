namespace LibTorch.NN;

/// <summary>The base of the transposed convolutions of 1 to 3 dimensions.</summary>
public abstract partial class TransposedConvolution : ConvolutionBase
{
    private readonly int _dimensions;

    private protected TransposedConvolution(
        int dimensions, long inChannels, long outChannels, IntList kernelSize, IntList stride, IntList padding, IntList outputPadding,
        long groups, bool bias, IntList dilation, string paddingMode, Device? device, DType? dtype)
        : base(
            dimensions, isTransposed: true, inChannels, outChannels, kernelSize, stride, padding, outputPadding, dilation,
            groups, bias, OnlyZeros(paddingMode, dimensions), device, dtype) =>
        _dimensions = dimensions;

    /// <summary>Applies the module with a requested output size, and runs its hooks; <c>module(x, output_size)</c>.</summary>
    /// <param name="input">The input, as for <see cref="Forward(Tensor)"/>.</param>
    /// <param name="outputSize">The spatial extents of the output, or its whole shape.</param>
    /// <exception cref="TorchValueException">No convolution of a tensor of the requested size gives the input's size.</exception>
    public Tensor Call(Tensor input, IntList outputSize)
    {
        if (!outputSize.IsGiven)
        {
            return Call(input);
        }

        var size = outputSize.Repeated(1);
        return HasHooks ? CallWithHooks(input, given => Compute(given, size)) : Compute(input, size);
    }

    /// <summary>Maps [batch, InChannels, ...] to [batch, OutChannels, ...]; the batch dimension may be missing.</summary>
    public override Tensor Forward(Tensor input) => Compute(input, outputSize: null);

    private Tensor Compute(Tensor input, long[]? outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        var outputPadding = outputSize is null ? OutputPaddings : PaddingFor(input, outputSize);
        return _dimensions switch
        {
            1 => Functional.ConvTranspose1d(input, Weight, Bias, Strides, Paddings, outputPadding, Groups, Dilations),
            2 => Functional.ConvTranspose2d(input, Weight, Bias, Strides, Paddings, outputPadding, Groups, Dilations),
            _ => Functional.ConvTranspose3d(input, Weight, Bias, Strides, Paddings, outputPadding, Groups, Dilations),
        };
    }

    // With a stride, a convolution gives the same output size for several input sizes; the output padding selects one of them.
    private long[] PaddingFor(Tensor input, long[] size)
    {
        var shape = input.Shape;
        var before = shape.Count == _dimensions + 2 ? 2 : 1;
        var asked = size.Length == before + _dimensions ? size[before..] : size;
        if (asked.Length != _dimensions)
        {
            throw new TorchValueException(
                $"ConvTranspose{_dimensions}D: for {shape.Count}D input, output_size must have {_dimensions} or {before + _dimensions} elements (got {asked.Length})");
        }

        var smallest = new long[_dimensions];
        var largest = new long[_dimensions];
        for (var side = 0; side < _dimensions; side++)
        {
            smallest[side] = ((InputCheck.Side(input, side + before) - 1) * Stride[side]) - (2 * Padding[side]) + (Dilation[side] * (KernelSize[side] - 1)) + 1;
            largest[side] = smallest[side] + Stride[side] - 1;
        }

        for (var side = 0; side < _dimensions; side++)
        {
            if (asked[side] < smallest[side] || asked[side] > largest[side])
            {
                throw new TorchValueException(
                    $"requested an output size of {PythonText.List(asked)}, but valid sizes range from {PythonText.List(smallest)} to {PythonText.List(largest)} "
                    + $"(for an input of {Size.Own([.. shape.Skip(2)])})");
            }
        }

        return [.. asked.Select((extent, side) => extent - smallest[side])];
    }

    private static string OnlyZeros(string paddingMode, int dimensions) => paddingMode == "zeros"
        ? paddingMode
        : throw new TorchValueException($"Only \"zeros\" padding mode is supported for ConvTranspose{dimensions}d");
}
