using System.Runtime.InteropServices;
using Google.Protobuf;
using LibTorch.Onnx.Protos;

namespace LibTorch.Onnx;

/// <summary>Converts weights to tensors.</summary>
internal static class OnnxTensor
{
    private const int External = 1;

    /// <summary>A weight as a tensor.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="folder">The folder in which separate files with weights may be; null to allow none.</param>
    /// <exception cref="TorchFileException">The weight is damaged, or of a type that PyTorch lacks.</exception>
    public static Tensor Of(Weight weight, string? folder)
    {
        var dtype = OnnxType.Of(weight);
        var elements = 1L;
        foreach (var extent in weight.Dims)
        {
            // With an extent of 0 the product is 0, however large the other extents are.
            elements = extent < 0 || (extent > 0 && elements > long.MaxValue / 16 / extent) ? throw Damaged(weight, "has an impossible shape") : elements * extent;
        }

        // A .NET array has at most two billion elements, more than the format's limit of two gigabytes; larger weights are in separate
        // files.
        var bytes = weight.DataLocation == External ? ExternalData.Read(weight, folder)
            : weight.RawData.Length > 0 ? Raw(weight)
            : Typed(weight, dtype);
        var wanted = elements * OnnxType.SizeOf(dtype);
        if (bytes.Length != wanted)
        {
            throw Damaged(weight, $"has {bytes.Length} bytes, where its shape takes {wanted}");
        }

        // .NET arrays are aligned to eight bytes, but these elements need sixteen, so the pairs are viewed as complex.
        return dtype == DType.Complex128
            ? Torch.ViewAsComplex(Torch.FromMemory(bytes, [.. weight.Dims, 2], DType.Float64))
            : Torch.FromMemory(bytes, [.. weight.Dims], dtype);
    }

    public static TorchFileException Damaged(Weight weight, string what) => new($"The file is damaged: its weight '{Short(weight.Name)}' {what}.");

    public static string Short(string name) => name.Length <= 200 ? name : name[..200] + "...";

    // The message's own array becomes the tensor's memory, so that a weight is in memory once: nobody else has the message,
    // and it lets go of the array here.
    private static Memory<byte> Raw(Weight weight)
    {
        var raw = weight.RawData;
        weight.RawData = ByteString.Empty;
        return MemoryMarshal.TryGetArray(raw.Memory, out var array) ? array.AsMemory() : raw.ToByteArray();
    }

    // What the exporters write that do not write bytes: one list for several types.
    private static Memory<byte> Typed(Weight weight, DType dtype) =>
        weight.FloatData.Count > 0 ? Bytes<float>([.. weight.FloatData])
        : weight.DoubleData.Count > 0 ? Bytes<double>([.. weight.DoubleData])
        : weight.Int64Data.Count > 0 ? Bytes<long>([.. weight.Int64Data])
        : weight.Uint64Data.Count > 0 ? OnnxType.SizeOf(dtype) == sizeof(uint) ? Bytes<uint>([.. weight.Uint64Data.Select(number => (uint)number)]) : Bytes<ulong>([.. weight.Uint64Data])
        : OnnxType.SizeOf(dtype) switch
        {
            1 => weight.Int32Data.Select(number => (byte)number).ToArray(),
            2 => Bytes<ushort>([.. weight.Int32Data.Select(number => (ushort)number)]),
            _ => Bytes<int>([.. weight.Int32Data]),
        };

    private static Memory<byte> Bytes<T>(T[] elements)
        where T : unmanaged => MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
}
