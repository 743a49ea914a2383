using LibTorch.Files;

namespace LibTorch;

/// <summary>What a safetensors file says of a tensor, without the tensor being read.</summary>
public sealed class SafeTensorInfo
{
    internal SafeTensorInfo(string name, SafeTensorsType type, long[] shape, long begin, long end) =>
        (Name, Type, FileShape, Begin, ByteCount) = (name, type, shape, begin, end - begin);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements in the format's words, such as <c>F32</c> or <c>BF16</c>.</summary>
    public string TypeName => Type.Name;

    /// <summary>The type of its elements; null where torch has no such dtype, in any version.</summary>
    public DType? DType => Type.DType;

    /// <summary>Its shape as a tensor. Two numbers of 4 bits are one element of torch's, so that the last extent is half of what the file says.</summary>
    public Size Shape => Type.IsPair && FileShape.Length > 0 ? LibTorch.Size.Own([.. FileShape[..^1], FileShape[^1] / 2]) : LibTorch.Size.Create(FileShape);

    /// <summary>The bytes that its elements take.</summary>
    public long ByteCount { get; }

    internal SafeTensorsType Type { get; }

    internal long[] FileShape { get; }

    // Counted from where the header ends.
    internal long Begin { get; }

    internal long End => Begin + ByteCount;

    /// <summary>The dtype, where the running libtorch has it.</summary>
    /// <exception cref="NotSupportedException">It has not, or torch has none.</exception>
    internal DType RequireDType()
    {
        var dtype = Type.DType ?? throw new NotSupportedException($"Tensor '{Name}' has elements of type {TypeName}, which torch has no dtype for.");
        ElementType.RequireHere(dtype.ScalarType);
        return Type.IsPair && (FileShape.Length == 0 || FileShape[^1] % 2 != 0)
            ? throw new NotSupportedException($"Tensor '{Name}' has an odd number of 4-bit elements in its last dimension, but torch packs two of them into one element.")
            : dtype;
    }
}
