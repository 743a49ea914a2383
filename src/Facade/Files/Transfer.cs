namespace LibTorch.Files;

/// <summary>How far a file has been read or written: in what pieces, who hears of it, and who may stop it. All formats' readers and writers tell it.</summary>
/// <param name="progress">Told after each piece how many bytes have been moved; may be null.</param>
/// <param name="cancellation">Stops it between two pieces.</param>
internal sealed class Transfer(IProgress<long>? progress, CancellationToken cancellation)
{
    /// <summary>How much is moved before the next look: enough for the system call not to count.</summary>
    public const int PieceBytes = 4 << 20;

    private long _moved;

    /// <summary>One that nobody hears of or stops.</summary>
    public static Transfer Silent => new(null, CancellationToken.None);

    /// <summary>Stops it, for who waits for a stream meanwhile.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Writes a piece.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
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

    /// <summary>The same without blocking a thread while the stream waits.</summary>
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

    /// <summary>So many more bytes are done.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public void Moved(long bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _moved += bytes;
        progress?.Report(_moved);
    }

    // What .NET throws where a file would become longer than its file system, or a limit of the process, allows.
    private static IOException TooLong(ArgumentOutOfRangeException why) => new("The file would become too long for the file system or a limit of this process.", why);
}
