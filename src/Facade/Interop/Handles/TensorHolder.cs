namespace LibTorch.Interop;

/// <summary>
/// Holds one tensor's native reference. If the garbage collector takes the holder, <see cref="TensorRegistry"/> releases the reference. A
/// holder that is disposed while no call uses it goes to its thread's pool and is reused for another tensor, since creating one costs as
/// much as a tenth of a small operation. The generation distinguishes its successive tensors, so that a disposed tensor never accesses its
/// successor's memory. A holder that is disposed while in use is not reused but left to the collector: the disposed tensor still references
/// it, and would keep its next tensor alive.
/// </summary>
internal sealed class TensorHolder
{
    // The state: the generation in the upper 32 bits; below it twice the number of calls that use the tensor, plus 1 if it is closed.
    private const ulong Closed = 1;
    private const ulong OneUse = 2;
    private const int GenerationShift = 32;

    /// <summary>A holder that never holds a tensor.</summary>
    public static readonly TensorHolder Gone = new() { _state = Closed };

    private readonly TensorEntry _entry;
    private ulong _state;

    private TensorHolder()
    {
        _entry = TensorRegistry.Register(this);
        _state = (ulong)_entry.Generation << GenerationShift;
    }

    /// <summary>The holder's entry in the registry.</summary>
    public TensorEntry Entry => _entry;

    /// <summary>
    /// A holder that takes over this reference, from the pool if it has one. If none can be created, the reference is released.
    /// </summary>
    public static TensorHolder Take(TensorPool pool, nint pointer, out uint generation)
    {
        var holder = pool.Take() ?? Make(pointer);
        holder._entry.Pointer = pointer;
        generation = (uint)(holder._state >> GenerationShift);
        GC.KeepAlive(holder);
        return holder;
    }

    /// <summary>Whether this generation has not been disposed.</summary>
    public bool IsOpen(uint generation) => IsOpen(Volatile.Read(ref _state), generation);

    /// <summary>The pointer, valid until <see cref="Release"/>; zero if this generation was disposed.</summary>
    public nint Acquire(uint generation)
    {
        var state = Volatile.Read(ref _state);
        while (IsOpen(state, generation))
        {
            var seen = Interlocked.CompareExchange(ref _state, state + OneUse, state);
            if (seen == state)
            {
                return _entry.Pointer;
            }

            state = seen;
        }

        return 0;
    }

    public void Release()
    {
        if ((uint)Interlocked.Add(ref _state, unchecked(0 - OneUse)) == Closed)
        {
            Free(atRest: false);
        }
    }

    /// <summary>Releases the reference as soon as no call uses it. Says whether it was released at once.</summary>
    public bool Dispose(uint generation)
    {
        var state = Volatile.Read(ref _state);
        while (IsOpen(state, generation))
        {
            var seen = Interlocked.CompareExchange(ref _state, state | Closed, state);
            if (seen == state)
            {
                var unused = (uint)state == 0;
                if (unused)
                {
                    Free(atRest: true);
                }

                return unused;
            }

            state = seen;
        }

        return false;
    }

    private static bool IsOpen(ulong state, uint generation) => (uint)(state >> GenerationShift) == generation && (state & Closed) == 0;

    private static TensorHolder Make(nint pointer)
    {
        try
        {
            return new TensorHolder();
        }
        catch
        {
            Native.ltf_tensor_release(pointer);
            throw;
        }
    }

    // Called once for each generation: by Dispose if no call uses the tensor, or else by the last call that uses it.
    private void Free(bool atRest)
    {
        var pointer = _entry.Pointer;
        _entry.Pointer = 0;
        _entry.Advance();
        Native.ltf_tensor_release(pointer);
        var next = _entry.Generation;
        if (atRest && next != TensorEntry.LastGeneration)
        {
            Volatile.Write(ref _state, (ulong)next << GenerationShift);
            TensorPool.Current.GiveBack(this);
        }

        // The holder must stay alive until here, or the registry would release the reference as well.
        GC.KeepAlive(this);
    }
}
