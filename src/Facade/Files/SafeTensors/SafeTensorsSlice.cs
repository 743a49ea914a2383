namespace LibTorch;

/// <summary>A tensor of a safetensors file of which parts can be read; the result of <c>f.get_slice(name)</c>.</summary>
public sealed class SafeTensorsSlice
{
    private readonly SafeTensorsFile _file;
    private readonly SafeTensorInfo _info;

    internal SafeTensorsSlice(SafeTensorsFile file, SafeTensorInfo info) => (_file, _info) = (file, info);

    /// <summary>The whole tensor's shape; <c>s.get_shape()</c>.</summary>
    public Size Shape => _info.Shape;

    /// <summary>The format's name for the element type; <c>s.get_dtype()</c>.</summary>
    public string TypeName => _info.TypeName;

    /// <summary>
    /// A part of the tensor, such as <c>s[0..2, 1]</c>, copied to its own memory. Only the pages of the file that contain the part are
    /// read.
    /// </summary>
    /// <exception cref="TorchIndexException">A position is out of range, or there are more items than dimensions.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="TorchFileException">The file has become shorter.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Tensor this[params ReadOnlySpan<TensorIndex> items]
    {
        get
        {
            using var whole = _file.GetTensor(_info.Name);
            using var part = whole[items];
            return part.Clone(memoryFormat: MemoryFormat.Contiguous);
        }
    }
}
