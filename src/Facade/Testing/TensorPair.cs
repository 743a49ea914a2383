using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch;

/// <summary>Two tensors to compare.</summary>
internal sealed class TensorPair : ComparedPair
{
    private readonly Tensor _actual;
    private readonly Tensor _expected;
    private readonly Tolerances _tolerances;
    private readonly CloseOptions _options;

    private TensorPair(Tensor actual, Tensor expected, Tolerances tolerances, ComparedPlace place, CloseOptions options)
        : base(place) => (_actual, _expected, _tolerances, _options) = (actual, expected, tolerances, options);

    /// <summary>The pair, if both objects are tensors or both are arrays of numbers; null otherwise.</summary>
    /// <exception cref="TorchValueException">Only one tolerance is given, or a layout cannot be compared.</exception>
    /// <exception cref="TorchTypeException">Only one of the two is a parameter, and subclasses are not allowed.</exception>
    public static TensorPair? Of(object? actual, object? expected, ComparedPlace place, CloseOptions options)
    {
        if (!(actual is Tensor && expected is Tensor) && !(ElementType.IsNumeric(actual) && ElementType.IsNumeric(expected)))
        {
            return null;
        }

        if (!options.AllowSubclasses && actual is Parameter != expected is Parameter)
        {
            throw new TorchTypeException(place.Said($"No comparison pair was able to handle inputs of type {PythonObject.ClassText(actual)} and {PythonObject.ClassText(expected)}."));
        }

        var (left, right) = (AsTensor(actual), AsTensor(expected));
        CheckLayout(left, place);
        CheckLayout(right, place);
        return new(left, right, options.For(place, left.DType, right.DType), place, options);
    }

    public override string? Mismatch() => UnlikeAttribute() ?? (_actual.IsMeta || _expected.IsMeta ? null : UnlikeValues());

    private static Tensor AsTensor(object? value) => value as Tensor ?? Torch.Tensor((Array)value!, device: Device.Cpu);

    private static void CheckLayout(Tensor tensor, ComparedPlace place)
    {
        if (tensor.Layout == Layout.Mkldnn || (tensor.Layout == Layout.Jagged && !LibraryCalls.IsAtLeast(2, 1)))
        {
            throw new TorchValueException(place.Said($"Unsupported tensor layout {tensor.Layout.TorchName()}"));
        }
    }

    private string? UnlikeAttribute()
    {
        if (_actual.Shape != _expected.Shape)
        {
            return Unlike("shape", _actual.Shape, _expected.Shape);
        }

        if (_actual.IsQuantized != _expected.IsQuantized)
        {
            return Unlike("is_quantized", PythonObject.Repr(_actual.IsQuantized), PythonObject.Repr(_expected.IsQuantized));
        }

        if (_actual.IsQuantized && QuantizedSuffixes.SchemeName(_actual) is var scheme && QuantizedSuffixes.SchemeName(_expected) is var other && scheme != other)
        {
            return Unlike("qscheme()", scheme, other);
        }

        if (_options.CheckLayout && _actual.Layout != _expected.Layout)
        {
            return Unlike("layout", _actual.Layout.TorchName(), _expected.Layout.TorchName());
        }

        if (_options.CheckStride && _actual.Layout == Layout.Strided && _expected.Layout == Layout.Strided && !_actual.Stride().SequenceEqual(_expected.Stride()))
        {
            return Unlike("stride()", PythonText.Tuple([.. _actual.Stride()]), PythonText.Tuple([.. _expected.Stride()]));
        }

        return _options.CheckDevice && _actual.Device != _expected.Device ? Unlike("device", _actual.Device, _expected.Device)
            : _options.CheckDType && _actual.DType != _expected.DType ? Unlike("dtype", _actual.DType, _expected.DType)
            : null;
    }

    private static string Unlike(string attribute, object actual, object expected) => $"The values for attribute '{attribute}' do not match: {actual} != {expected}.";

    private string? UnlikeValues()
    {
        var (actual, expected) = (_actual, _expected);
        if (actual.Device != expected.Device)
        {
            (actual, expected) = (actual.Cpu(), expected.Cpu());
        }

        if (actual.DType != expected.DType)
        {
            var dtype = Torch.PromoteTypes(Promotable(actual.DType), Promotable(expected.DType));
            (actual, expected) = (actual.To(dtype), expected.To(dtype));
        }

        if (actual.Layout != expected.Layout)
        {
            (actual, expected) = (Dense(actual), Dense(expected));
        }

        return new TensorValues(_tolerances, _options.EqualNan).Mismatch(actual, expected);
    }

    private static Tensor Dense(Tensor tensor) => tensor.Layout == Layout.Strided ? tensor : tensor.ToDense();

    // libtorch has no type promotion for these dtypes. As in PyTorch, large uint64 numbers become negative.
    private static DType Promotable(DType dtype) => dtype.ScalarType is ScalarType.UInt16 or ScalarType.UInt32 or ScalarType.UInt64 ? DType.Int64 : dtype;
}
