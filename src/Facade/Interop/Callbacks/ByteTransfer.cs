using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// What native code reads or writes during a call. Nothing may unwind its frames, so what goes wrong here waits until the
/// call is over; native code is told that there is nothing to read, and writes in vain.
/// </summary>
internal sealed unsafe class ByteTransfer : IDisposable
{
    // What native code counts in is larger than a span.
    private const int MaxPiece = 1 << 30;

    private readonly IByteSource? _source;
    private readonly IByteSink? _sink;
    private GCHandle _handle;
    private ExceptionDispatchInfo? _error;

    public ByteTransfer(IByteSource source)
        : this() => _source = source;

    public ByteTransfer(IByteSink sink)
        : this() => _sink = sink;

    private ByteTransfer() => _handle = GCHandle.Alloc(this);

    /// <summary>The source for native code.</summary>
    public ByteSource Source() => new() { Target = GCHandle.ToIntPtr(_handle), Size = _source!.Length, Read = &OnRead };

    /// <summary>The sink for native code.</summary>
    public ByteSink Sink() => new() { Target = GCHandle.ToIntPtr(_handle), Write = &OnWrite };

    /// <summary>Fails with what went wrong here, or else as the native status says.</summary>
    public void Check(int status)
    {
        try
        {
            NativeError.Check(status);
        }
        catch (TorchException) when (_error is not null)
        {
            // Only says that reading failed.
        }

        _error?.Throw();
    }

    public void Dispose() => _handle.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long OnRead(nint target, long offset, byte* bytes, long count)
    {
        var transfer = (ByteTransfer)GCHandle.FromIntPtr(target).Target!;
        return transfer.Try(bytes, count, (source, done, piece) => source._source!.Read(offset + done, piece)) ? count : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnWrite(nint target, byte* bytes, long count)
    {
        var transfer = (ByteTransfer)GCHandle.FromIntPtr(target).Target!;
        transfer.Try(bytes, count, static (sink, _, piece) => sink._sink!.Write(piece));
    }

    private bool Try(byte* bytes, long count, Action<ByteTransfer, long, Span<byte>> move)
    {
        if (_error is not null)
        {
            return false;
        }

        try
        {
            for (long done = 0; done < count; done += MaxPiece)
            {
                move(this, done, new Span<byte>(bytes + done, (int)Math.Min(MaxPiece, count - done)));
            }

            return true;
        }
#pragma warning disable CA1031 // It is thrown when native code has returned.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _error = ExceptionDispatchInfo.Capture(error);
            return false;
        }
    }
}
