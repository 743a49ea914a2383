using System.Runtime.CompilerServices;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// A thread's scratch memory for the arguments of running calls. It grows and shrinks like a stack,
/// so that a call made from inside another one stands on top of it.
/// </summary>
internal sealed unsafe class Arena : CriticalFinalizerObject
{
    private const int BlockBytes = 16 * 1024;

    [ThreadStatic]
    private static Arena? _current;

    private readonly byte* _block = (byte*)NativeMemory.Alloc(BlockBytes);
    private readonly Stack<nint> _overflow = new();
    private Use[] _held = new Use[16];
    private int _used;
    private int _heldCount;

    private Arena()
    {
    }

    // When the load context is unloaded, a thread that still runs loses its arena too, after all of the application's finalizers have run.
    ~Arena()
    {
        while (_overflow.TryPop(out var block))
        {
            NativeMemory.Free((void*)block);
        }

        // If a finalizer has resurrected this arena, it allocates separate blocks from now on, not in the freed one.
        _used = BlockBytes;
        NativeMemory.Free(_block);
    }

    public static Arena Current => _current ?? Make();

    /// <summary>The thread's tensor holders and scope.</summary>
    public TensorPool Tensors { get; } = new();

    public Mark Top => new(_used, _overflow.Count, _heldCount);

    /// <summary>Memory for <paramref name="count"/> items, not cleared, valid until the arena is reset to a mark below it.</summary>
    public T* Allocate<T>(int count)
        where T : unmanaged
    {
        // Everything is kept on 8-byte boundaries.
        var bytes = checked((int)(((long)count * sizeof(T) + 7) & ~7));
        if (bytes <= BlockBytes - _used)
        {
            var room = (T*)(_block + _used);
            _used += bytes;
            return room;
        }

        var block = NativeMemory.Alloc((nuint)bytes);
        _overflow.Push((nint)block);
        return (T*)block;
    }

    /// <summary>Keeps the owner alive and undisposed until the arena is reset; returns its native pointer.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public nint Hold(IHandleOwner owner)
    {
        if (_heldCount == _held.Length)
        {
            Array.Resize(ref _held, 2 * _heldCount);
        }

        var pointer = owner.Acquire(out var holder);
        _held[_heldCount++] = new Use(owner, holder, pointer);
        return pointer;
    }

    /// <summary>The owner with this native pointer that is held above <paramref name="mark"/>.</summary>
    public IHandleOwner Held(in Mark mark, nint pointer)
    {
        var i = mark.Held;
        while (_held[i].Pointer != pointer)
        {
            i++;
        }

        return _held[i].Owner;
    }

    public void Reset(in Mark mark)
    {
        while (_heldCount > mark.Held)
        {
            ref var held = ref _held[--_heldCount];
            held.Holder.Release();
            held = default;
        }

        while (_overflow.Count > mark.Overflow)
        {
            NativeMemory.Free((void*)_overflow.Pop());
        }

        _used = mark.Used;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Arena Make() => _current = new Arena();

    public readonly record struct Mark(int Used, int Overflow, int Held);

    private readonly record struct Use(IHandleOwner Owner, IHandleOwner Holder, nint Pointer);
}
