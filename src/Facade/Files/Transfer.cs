namespace LibTorch.Files;

/// <summary>Progress and cancellation of reading or writing a file in pieces. The readers and writers of all formats use it.</summary>
/// <param name="progress">Receives the number of bytes moved so far, after each piece; may be null.</param>
/// <param name="cancellation">Cancels the transfer between two pieces.</param>
internal sealed class Transfer(IProgress<long>? progress, CancellationToken cancellation)
{
    /// <summary>
    /// The size of a piece, after which progress is reported and cancellation is checked. It is large enough that the overhead of system
    /// calls is negligible.
    /// </summary>
    public const int PieceBytes = 4 << 20;

    private long _moved;

    /// <summary>A transfer without progress and cancellation.</summary>
    public static Transfer Silent => new(null, CancellationToken.None);

    /// <summary>The cancellation token, for code that waits for a stream itself.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Writes a piece.</summary>
    /// <exception cref="IOException">The piece cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The transfer was cancelled.</exception>
    public void Write(Stream stream, ReadOnlySpan<byte> piece)
    {
        try
        {
            stream.Write(piece);
        }
        catch (ArgumentOutOfRangeException why)
        {
            throw TooLong(why);
        }

        Moved(piece.Length);
    }

    /// <summary>Writes a piece without blocking a thread while the stream waits.</summary>
    public async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> piece)
    {
        try
        {
            await stream.WriteAsync(piece, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException why)
        {
            throw TooLong(why);
        }

        Moved(piece.Length);
    }

    /// <summary>Reports that this many more bytes have been moved.</summary>
    /// <exception cref="OperationCanceledException">The transfer was cancelled.</exception>
    public void Moved(long bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _moved += bytes;
        progress?.Report(_moved);
    }

    // .NET throws ArgumentOutOfRangeException if a file would become longer than the file system, or a limit of the process, allows.
    private static IOException TooLong(ArgumentOutOfRangeException why) => new("The file would become too long for the file system or a limit of this process.", why);
}
