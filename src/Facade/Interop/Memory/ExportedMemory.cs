using System.Buffers;
using System.Runtime.CompilerServices;

namespace LibTorch.Interop;

/// <summary>A reference to a tensor's storage, which keeps its memory alive until this is disposed of and unpinned.</summary>
internal sealed unsafe class ExportedMemory(nint storage, void* data, long bytes) : IDisposable
{
    private readonly ObjectHandle _storage = new(storage);
    private int _pins;

    /// <exception cref="ObjectDisposedException">This was disposed of.</exception>
    public Span<T> Elements<T>(object owner)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_storage.IsClosed, owner);
        return new Span<T>(data, checked((int)(bytes / sizeof(T))));
    }

    /// <summary>Keeps the memory alive until <see cref="Unpin"/>, even if this is disposed of meanwhile.</summary>
    public MemoryHandle Pin<T>(int index, IPinnable owner)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (int)(bytes / sizeof(T)));
        ObjectDisposedException.ThrowIf(_storage.IsClosed, owner);
        var added = false;
        _storage.DangerousAddRef(ref added);
        Interlocked.Increment(ref _pins);
        return new MemoryHandle(Unsafe.Add<T>(data, index), pinnable: owner);
    }

    /// <exception cref="InvalidOperationException">It is not pinned.</exception>
    public void Unpin()
    {
        if (Interlocked.Decrement(ref _pins) < 0)
        {
            Interlocked.Increment(ref _pins);
            throw new InvalidOperationException("The memory is not pinned.");
        }

        _storage.DangerousRelease();
    }

    public void Dispose() => _storage.Dispose();
}
