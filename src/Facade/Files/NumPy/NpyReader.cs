using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>Reads the array of an npy file.</summary>
internal static class NpyReader
{
    /// <exception cref="TorchFileException">The file is not an npy file, or its array cannot be a tensor.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    public static Tensor Read(FileReader reader)
    {
        var header = NpyHeader.Read(reader);
        reader.RequireLeft(header.ByteCount, "the array");
        return Read(reader, header);
    }

    /// <summary>Reads the elements after the header. The caller has checked that there are enough bytes.</summary>
    public static Tensor Read(FileReader reader, NpyHeader header)
    {
        var tensor = Torch.EmptyStrided(header.Shape, header.Strides, dtype: header.Type.DType, device: Device.Cpu);
        try
        {
            using var lying = header.InFileOrder(tensor);
            reader.ReadInto(lying, "the array");
            if (header.IsSwapped)
            {
                Swap(lying, header.Type.Part);
            }

            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void Swap(Tensor tensor, int part)
    {
        var bytes = new TensorBytes(tensor);
        for (long done = 0; done < bytes.Length;)
        {
            var piece = bytes.At(done, Transfer.PieceBytes);
            if (part == 2)
            {
                var numbers = MemoryMarshal.Cast<byte, ushort>(piece);
                BinaryPrimitives.ReverseEndianness(numbers, numbers);
            }
            else if (part == 4)
            {
                var numbers = MemoryMarshal.Cast<byte, uint>(piece);
                BinaryPrimitives.ReverseEndianness(numbers, numbers);
            }
            else
            {
                var numbers = MemoryMarshal.Cast<byte, ulong>(piece);
                BinaryPrimitives.ReverseEndianness(numbers, numbers);
            }

            done += piece.Length;
        }
    }
}
