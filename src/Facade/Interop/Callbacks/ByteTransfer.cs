using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// Bytes that native code reads or writes during a call. No exception may unwind native frames, so an exception is kept until the call is
/// over. Until then native code is told that there is nothing to read, and what it writes is ignored.
/// </summary>
internal sealed unsafe class ByteTransfer : IDisposable
{
    // Native code's counts may be larger than a span can be.
    private const int MaxPiece = 1 << 30;

    private readonly IByteSource? _source;
    private readonly IByteSink? _sink;
    private readonly KeptException _error = new();
    private GCHandle _handle;

    public ByteTransfer(IByteSource source)
        : this() => _source = source;

    public ByteTransfer(IByteSink sink)
        : this() => _sink = sink;

    private ByteTransfer() => _handle = GCHandle.Alloc(this);

    /// <summary>The source for native code.</summary>
    public ByteSource Source() => new() { Target = GCHandle.ToIntPtr(_handle), Size = _source!.Length, Read = &OnRead };

    /// <summary>The sink for native code.</summary>
    public ByteSink Sink() => new() { Target = GCHandle.ToIntPtr(_handle), Write = &OnWrite };

    /// <summary>Throws the exception that was kept, or else the one for the native status.</summary>
    public void Check(int status) => _error.Check(status);

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
        if (_error.IsThere)
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
#pragma warning disable CA1031 // It is thrown by Check, once native code has returned.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _error.Keep(error);
            return false;
        }
    }
}
