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
            stream.Write(piece.Span);
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
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            progress?.Report(done += piece.Length);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
