namespace LibTorch;

/// <summary>A tensor of a safetensors file to take a part of; what <c>f.get_slice(name)</c> gives.</summary>
public sealed class SafeTensorsSlice
{
    private readonly SafeTensorsFile _file;
    private readonly SafeTensorInfo _info;

    internal SafeTensorsSlice(SafeTensorsFile file, SafeTensorInfo info) => (_file, _info) = (file, info);

    /// <summary>The whole tensor's shape; <c>s.get_shape()</c>.</summary>
    public Size Shape => _info.Shape;

    /// <summary>The type of its elements in the format's words; <c>s.get_dtype()</c>.</summary>
    public string TypeName => _info.TypeName;

    /// <summary>A part of the tensor, in memory of its own, as <c>s[0..2, 1]</c>; only the pages of the file that have it in them are read.</summary>
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
