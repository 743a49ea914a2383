using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>Writes bytes and tensors to a stream, in pieces whose progress is reported.</summary>
/// <param name="stream">The stream. It is written forwards only; the caller closes it.</param>
/// <param name="transfer">Receives the progress.</param>
internal sealed class FileWriter(Stream stream, Transfer transfer) : IByteSink
{
    /// <summary>How many bytes have been written.</summary>
    public long Position { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        transfer.Write(stream, bytes);
        Position += bytes.Length;
    }

    /// <summary>Writes the bytes of a tensor, which must be contiguous, in CPU memory, and not visible to other code.</summary>
    public void Write(Tensor tensor)
    {
        var bytes = new TensorBytes(tensor);
        for (long done = 0; done < bytes.Length;)
        {
            var piece = bytes.At(done, Transfer.PieceBytes);
            Write(piece);
            done += piece.Length;
        }

        GC.KeepAlive(tensor);
    }
}
