using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Memory of the application's that is pinned for as long as a tensor uses it.</summary>
internal sealed unsafe class PinnedMemory(MemoryHandle pin) : IOwned
{
    private MemoryHandle _pin = pin;

    public void* Start => _pin.Pointer;

    /// <summary>Pins an array of any rank.</summary>
    public static MemoryHandle Pin(Array array)
    {
        var handle = GCHandle.Alloc(array, GCHandleType.Pinned);
        return new MemoryHandle(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)), handle);
    }

    public bool IsAligned(int itemSize) => (nint)Start % itemSize == 0;

    public void Dispose()
    {
        try
        {
            _pin.Dispose();
        }
        catch (Exception)
        {
            // The application's own memory manager may throw, but native code calls this, and no exception may pass through native code.
        }
    }
}
