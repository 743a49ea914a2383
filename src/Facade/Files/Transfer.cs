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

    /// <summary>So many more bytes are done.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public void Moved(long bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        _moved += bytes;
        progress?.Report(_moved);
    }
}
