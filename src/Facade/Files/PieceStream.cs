namespace LibTorch.Files;

/// <summary>Writes files piece by piece.</summary>
internal static class PieceStream
{
    /// <summary>Writes the pieces one after the other.</summary>
    /// <param name="pieces">The pieces; each is written before the next one is requested.</param>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="transfer">Receives the progress.</param>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, Transfer transfer)
    {
        foreach (var piece in pieces)
        {
            transfer.Write(stream, piece.Span);
        }

        stream.Flush();
    }

    /// <summary>The same without blocking a thread while the stream waits.</summary>
    public static async Task WriteAsync(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, Transfer transfer)
    {
        foreach (var piece in pieces)
        {
            await transfer.WriteAsync(stream, piece).ConfigureAwait(false);
        }

        await stream.FlushAsync(transfer.Cancellation).ConfigureAwait(false);
    }
}
