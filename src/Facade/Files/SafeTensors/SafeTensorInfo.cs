using LibTorch.Files;

namespace LibTorch;

/// <summary>The description of a tensor in a safetensors file's header, available without reading the tensor.</summary>
public sealed class SafeTensorInfo
{
    internal SafeTensorInfo(string name, SafeTensorsType type, long[] shape, long begin, long end) =>
        (Name, Type, FileShape, Begin, ByteCount) = (name, type, shape, begin, end - begin);

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>The format's name for the element type, such as <c>F32</c> or <c>BF16</c>.</summary>
    public string TypeName => Type.Name;

    /// <summary>The dtype; null if no version of torch has such a dtype.</summary>
    public DType? DType => Type.DType;

    /// <summary>
    /// The shape of the tensor. Torch packs two 4-bit numbers into one element, so for 4-bit types the last extent is half of the file's.
    /// </summary>
    public Size Shape => Type.IsPair && FileShape.Length > 0 ? LibTorch.Size.Own([.. FileShape[..^1], FileShape[^1] / 2]) : LibTorch.Size.Create(FileShape);

    /// <summary>The size of the elements in bytes.</summary>
    public long ByteCount { get; }

    internal SafeTensorsType Type { get; }

    internal long[] FileShape { get; }

    // The offset from the end of the header.
    internal long Begin { get; }

    internal long End => Begin + ByteCount;

    /// <summary>The dtype, if the running libtorch has it.</summary>
    /// <exception cref="NotSupportedException">The running libtorch, or torch in general, has no such dtype.</exception>
    internal DType RequireDType()
    {
        var dtype = Type.DType ?? throw new NotSupportedException($"Tensor '{Name}' has elements of type {TypeName}, which torch has no dtype for.");
        ElementType.RequireHere(dtype.ScalarType);
        return Type.IsPair && (FileShape.Length == 0 || FileShape[^1] % 2 != 0)
            ? throw new NotSupportedException($"Tensor '{Name}' has an odd number of 4-bit elements in its last dimension, but torch packs two of them into one element.")
            : dtype;
    }
}
