using System.Buffers;
using System.Runtime.InteropServices;

namespace LibTorch.Tests.Memory;

/// <summary>An array that counts who keeps it where it is.</summary>
internal sealed class CountedMemory<T>(T[] values, bool failsToUnpin = false) : MemoryManager<T>
    where T : unmanaged
{
    private GCHandle _handle;
    private int _pins;

    public int Pins => Volatile.Read(ref _pins);

    public T[] Values => values;

    public override Span<T> GetSpan() => values;

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        if (Interlocked.Increment(ref _pins) == 1)
        {
            _handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        }

        return new MemoryHandle((T*)_handle.AddrOfPinnedObject() + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
        if (Interlocked.Decrement(ref _pins) == 0)
        {
            _handle.Free();
        }

        if (failsToUnpin)
        {
            throw new InvalidOperationException("not today");
        }
    }

    protected override void Dispose(bool disposing)
    {
    }
}
