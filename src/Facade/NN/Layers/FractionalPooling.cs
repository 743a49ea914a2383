using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The base of the pooling layers with windows at random positions.</summary>
/// <typeparam name="TOutput">The output: the largest elements, or these with their positions.</typeparam>
public abstract partial class FractionalPooling<TOutput> : Module<Tensor, TOutput>
{
    private readonly long[] _kernelSize;
    private readonly long[]? _outputSize;
    private readonly double[]? _outputRatio;

    private protected FractionalPooling(int dimensions, IntList kernelSize, IntList outputSize, FloatList outputRatio, Tensor? randomSamples)
    {
        _kernelSize = kernelSize.Repeated(dimensions);
        if (dimensions == 3 && LibraryCalls.IsAtLeast(2, 14) && !Array.TrueForAll(_kernelSize, side => side > 0))
        {
            throw new TorchValueException($"kernel_size must be greater than 0, but got {IntSetting.Of(kernelSize)}");
        }

        RandomSamples = randomSamples is null ? null : new Buffer(randomSamples);
        _outputSize = outputSize.IsGiven ? outputSize.Repeated(dimensions) : null;
        _outputRatio = outputRatio.IsGiven ? outputRatio.Repeated(dimensions) : null;
        Check(dimensions, outputRatio.IsOne);
    }

    /// <summary>The extents of the window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>The spatial extents of the output, if given.</summary>
    public IReadOnlyList<long>? OutputSize => _outputSize;

    /// <summary>The spatial extents of the output as fractions of the input's, if given.</summary>
    public IReadOnlyList<double>? OutputRatio => _outputRatio;

    /// <summary>The samples that determine the windows' positions, if given.</summary>
    [Name("_random_samples")]
    public Buffer? RandomSamples { get; set => AssignOptional(ref field, value); }

    private protected IntList Window => _kernelSize;

    private protected IntList Size => _outputSize;

    private protected FloatList Ratio => _outputRatio;

    private void Check(int dimensions, bool isOne)
    {
        if (_outputSize is null && _outputRatio is null)
        {
            throw new TorchValueException($"FractionalMaxPool{dimensions}d requires specifying either an output size, or a pooling ratio");
        }

        if (_outputSize is not null && _outputRatio is not null)
        {
            throw new TorchValueException("only one of output_size and output_ratio may be specified");
        }

        if (_outputRatio is not null && !_outputRatio.Take(dimensions).All(ratio => ratio is > 0 and < 1))
        {
            var given = isOne ? SettingText.Of(_outputRatio[0]) : $"({string.Join(", ", _outputRatio.Select(ratio => SettingText.Of(ratio)))})";
            throw new TorchValueException($"output_ratio must be between 0 and 1 (got {given})");
        }
    }
}
