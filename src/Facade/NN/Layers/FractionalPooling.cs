using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Windows placed at random; what pooling by them has in common.</summary>
/// <typeparam name="TOutput">What it gives: the largest elements, or them and their positions.</typeparam>
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

    /// <summary>The sides of the window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>The sides of the result, if they were given.</summary>
    public IReadOnlyList<long>? OutputSize => _outputSize;

    /// <summary>The sides of the result as parts of the input's, if they were given.</summary>
    public IReadOnlyList<double>? OutputRatio => _outputRatio;

    /// <summary>Where the windows lie, if that was given.</summary>
    [Name("_random_samples")]
    public Buffer? RandomSamples { get; }

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
