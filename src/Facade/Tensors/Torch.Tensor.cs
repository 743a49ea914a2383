using LibTorch.Interop;

namespace LibTorch;

/// <summary>PyTorch's functions; <c>torch</c> in Python. <c>using static LibTorch.Torch;</c> leaves the class name out.</summary>
public static partial class Torch
{
    /// <summary>All operators of the running libtorch by schema name; <c>torch.ops</c>.</summary>
    public static OperatorRegistry Ops { get; } = new();

    /// <summary>A 0-dim tensor of one value; <c>torch.tensor</c>. The dtype is the C# type's unless given, and NaN is Python's.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(T value, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor([PythonNaN.OrSame(value)], [], dtype, device, requiresGrad);

    /// <summary>A vector of the values; <c>torch.tensor</c>. The dtype is the C# type's unless given.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(ReadOnlySpan<T> values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor(values, [values.Length], dtype, device, requiresGrad);

    /// <summary>A vector of the values; <c>torch.tensor</c>. The dtype is the C# type's unless given.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(T[] values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return Tensor(values.AsSpan(), dtype, device, requiresGrad);
    }

    /// <summary>A tensor of the shape with the values in row-major order. The dtype is the C# type's unless given.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as there are values.</exception>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(
        ReadOnlySpan<T> values, ReadOnlySpan<long> shape, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged
    {
        var elements = LibTorch.Size.Create(shape).Elements;
        if (elements != values.Length)
        {
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape.ToArray())}] has {elements} elements, but {values.Length} values were given.", nameof(values));
        }

        using var plain = PlainTensor.Of(values, shape, dtype);
        return Placed(plain, dtype, device, requiresGrad);
    }

    /// <summary>A tensor of the array's rank and values, nested arrays too; <c>torch.tensor</c>. The dtype is the C# type's unless given.</summary>
    /// <exception cref="ArgumentException">Nested arrays are of different lengths.</exception>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor(Array values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var plain = ArrayReader.Read(values, dtype);
        return Placed(plain, dtype, device, requiresGrad);
    }

    // What torch.tensor does with data it has read: convert and move a copy, then start recording.
    private static Tensor Placed(Tensor plain, DType? dtype, Device? device, bool requiresGrad)
    {
        using var mode = NoGrad();
        if (dtype is { } given)
        {
            IntegerElements.RequireFit(plain, given);
        }

        var placed = plain.To(DefaultDevice.Or(device) ?? LibTorch.Device.Cpu, dtype ?? plain.DType);
        return requiresGrad ? Recording(placed) : placed;
    }

    /// <summary>The factory's result, set to require grad with the message that factories have.</summary>
    internal static Tensor Recording(Tensor made)
    {
        AutogradCalls.SetRequiresGrad(made, true);
        return made;
    }
}
