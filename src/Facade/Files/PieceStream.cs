namespace LibTorch.Files;

/// <summary>Files that are written piece by piece.</summary>
internal static class PieceStream
{
    /// <summary>Writes the pieces one after the other.</summary>
    /// <param name="pieces">The pieces; each is used before the next one is asked for.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="transfer">Hears how far it is.</param>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, Transfer transfer)
    {
        foreach (var piece in pieces)
        {
            try
            {
                stream.Write(piece.Span);
            }
            catch (ArgumentOutOfRangeException why)
            {
                throw TooLong(why);
            }

            transfer.Moved(piece.Length);
        }

        stream.Flush();
    }

    /// <summary>The same without blocking a thread while the stream waits.</summary>
    public static async Task WriteAsync(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, Transfer transfer)
    {
        foreach (var piece in pieces)
        {
            try
            {
                await stream.WriteAsync(piece, transfer.Cancellation).ConfigureAwait(false);
            }
            catch (ArgumentOutOfRangeException why)
            {
                throw TooLong(why);
            }

            transfer.Moved(piece.Length);
        }

        await stream.FlushAsync(transfer.Cancellation).ConfigureAwait(false);
    }

    // What .NET throws where a file would become longer than its file system, or a limit of the process, allows.
    private static IOException TooLong(ArgumentOutOfRangeException why) => new("The file would become too long for the file system or a limit of this process.", why);
}
