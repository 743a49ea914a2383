namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>The tensor itself, or a copy if its dtype or device is another; <c>torch.as_tensor</c>.</summary>
    /// <param name="data">A tensor.</param>
    /// <param name="dtype">The tensor's unless given.</param>
    /// <param name="device">The tensor's unless given.</param>
    public static Tensor AsTensor(Tensor data, DType? dtype = null, Device? device = null)
    {
        var changes = (dtype ?? NullCheck.Of(data).DType) != data.DType || (device ?? data.Device) != data.Device;
        return changes ? data.To(device ?? data.Device, dtype ?? data.DType) : data;
    }

    /// <summary>
    /// A tensor of the array's rank that shares the array's memory, or a copy if its dtype or device is another; <c>torch.as_tensor</c>.
    /// </summary>
    /// <param name="data">An array of any rank, pinned as long as a tensor shares its memory; arrays of arrays are copied.</param>
    /// <param name="dtype">That of the C# type unless given.</param>
    /// <param name="device">The default device unless given.</param>
    /// <exception cref="ArgumentException">Nested arrays are of different lengths.</exception>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    public static Tensor AsTensor(Array data, DType? dtype = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.GetType().GetElementType()!.IsArray)
        {
            return Tensor(data, dtype, device);
        }

        var shared = FromArray(data);
        var placed = shared.To(DefaultDevice.Or(device) ?? LibTorch.Device.Cpu, dtype ?? shared.DType);
        if (!ReferenceEquals(placed, shared))
        {
            shared.Dispose();
        }

        return placed;
    }

    /// <summary>A vector that shares the array's memory, or a copy if its dtype or device is another; <c>torch.as_tensor</c>.</summary>
    /// <inheritdoc cref="AsTensor(Array, DType?, Device?)"/>
    public static Tensor AsTensor<T>(T[] data, DType? dtype = null, Device? device = null)
        where T : unmanaged => AsTensor((Array)data, dtype, device);

    /// <summary>A 0-dim tensor of one value; <c>torch.as_tensor</c>.</summary>
    /// <param name="data">The value.</param>
    /// <param name="dtype">That of the C# type unless given.</param>
    /// <param name="device">The default device unless given.</param>
    public static Tensor AsTensor<T>(T data, DType? dtype = null, Device? device = null)
        where T : unmanaged => Tensor(data, dtype, device);
}
