namespace LibTorch.Files;

/// <summary>Files that are written piece by piece, with progress, and can be given up in between.</summary>
internal static class PieceStream
{
    /// <summary>Writes the pieces one after the other.</summary>
    /// <param name="pieces">The pieces; each is used before the next one is asked for.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="progress">Is told how many bytes were written, after each piece.</param>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    public static void Write(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var piece in pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                stream.Write(piece.Span);
            }
            catch (ArgumentOutOfRangeException why)
            {
                throw TooLong(why);
            }

            progress?.Report(done += piece.Length);
        }

        stream.Flush();
    }

    /// <summary>The same without blocking a thread while the stream waits.</summary>
    public static async Task WriteAsync(IEnumerable<ReadOnlyMemory<byte>> pieces, Stream stream, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var piece in pieces)
        {
            try
            {
                await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            }
            catch (ArgumentOutOfRangeException why)
            {
                throw TooLong(why);
            }

            progress?.Report(done += piece.Length);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // What .NET throws where a file would become longer than its file system, or a limit of the process, allows.
    private static IOException TooLong(ArgumentOutOfRangeException why) => new("The file would become too long for the file system or a limit of this process.", why);
}
