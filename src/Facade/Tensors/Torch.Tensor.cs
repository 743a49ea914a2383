using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Tensors of given values.</summary>
public abstract partial class TypeNamedFunctions
{
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
        RequireElements(shape, values.Length, nameof(values));
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

    /// <summary>A matrix of the rows, as <c>Torch.Tensor([[1.0, 2.0]])</c>; <c>torch.tensor</c>.</summary>
    /// <inheritdoc cref="Tensor(Array, DType?, Device?, bool)"/>
    public static Tensor Tensor<T>(T[][] values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor((Array)values, dtype, device, requiresGrad);

    /// <summary>A tensor of three dimensions; <c>torch.tensor</c>.</summary>
    /// <inheritdoc cref="Tensor(Array, DType?, Device?, bool)"/>
    public static Tensor Tensor<T>(T[][][] values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor((Array)values, dtype, device, requiresGrad);

    /// <summary>A tensor of four dimensions; <c>torch.tensor</c>.</summary>
    /// <inheritdoc cref="Tensor(Array, DType?, Device?, bool)"/>
    public static Tensor Tensor<T>(T[][][][] values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor((Array)values, dtype, device, requiresGrad);

    /// <summary>A vector of a list's or query's values; <c>torch.tensor</c>.</summary>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <inheritdoc cref="Tensor(Array, DType?, Device?, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Tensor<T>(IEnumerable<T> values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor(values.ToArray(), dtype, device, requiresGrad);

    /// <summary>A matrix of lists or arrays of values; <c>torch.tensor</c>.</summary>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <inheritdoc cref="Tensor(Array, DType?, Device?, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Tensor<T>(IEnumerable<IEnumerable<T>> values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor((Array)values.Select(row => row.ToArray()).ToArray(), dtype, device, requiresGrad);

    // Converts and moves a copy of the values, then sets requires_grad, as torch.tensor does.
    private static Tensor Placed(Tensor plain, DType? dtype, Device? device, bool requiresGrad)
    {
        using var mode = Torch.NoGrad();
        if (dtype is { } given)
        {
            IntegerElements.RequireFit(plain, given);
        }

        var placed = plain.To(DefaultDevice.Or(device) ?? LibTorch.Device.Cpu, dtype ?? plain.DType);
        return requiresGrad ? Recording(placed) : placed;
    }

    /// <summary>Sets requires_grad on a factory's result; the error message is that of Python's factories.</summary>
    internal static Tensor Recording(Tensor made)
    {
        AutogradCalls.SetRequiresGrad(made, true);
        return made;
    }
}
