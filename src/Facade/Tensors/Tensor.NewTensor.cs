namespace LibTorch;

/// <summary>New tensors from values, with this tensor's dtype and device by default.</summary>
public partial class Tensor
{
    /// <summary>A 0-dim tensor of one value; <c>x.new_tensor(data)</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="dtype">This tensor's unless given.</param>
    /// <param name="device">This tensor's unless given.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="NotSupportedException">No dtype has elements of this type.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public Tensor NewTensor<T>(T value, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Torch.Tensor(value, dtype ?? DType, device ?? Device, requiresGrad);

    /// <summary>A vector of the values; <c>x.new_tensor(data)</c>.</summary>
    /// <inheritdoc cref="NewTensor{T}(T, DType?, Device?, bool)"/>
    /// <param name="values">The values.</param>
    /// <param name="dtype">This tensor's unless given.</param>
    /// <param name="device">This tensor's unless given.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    public Tensor NewTensor<T>(T[] values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Torch.Tensor(values, dtype ?? DType, device ?? Device, requiresGrad);

    /// <summary>A tensor of the array's rank and values, nested arrays too; <c>x.new_tensor(data)</c>.</summary>
    /// <inheritdoc cref="NewTensor{T}(T, DType?, Device?, bool)"/>
    /// <param name="values">An array of any rank, or of arrays.</param>
    /// <param name="dtype">This tensor's unless given.</param>
    /// <param name="device">This tensor's unless given.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="ArgumentException">Nested arrays are of different lengths.</exception>
    public Tensor NewTensor(Array values, DType? dtype = null, Device? device = null, bool requiresGrad = false) =>
        Torch.Tensor(values, dtype ?? DType, device ?? Device, requiresGrad);
}
