namespace LibTorch.Interop;

/// <summary>
/// Holds one tensor's native reference, which <see cref="TensorRegistry"/> gives back once the collector has taken the
/// holder. Disposed of, it goes back to its thread's pool and holds another tensor, as making one costs as much as a
/// tenth of a small operation. The generation tells its tensors apart, so that one that was disposed never meets its
/// successor's memory.
/// </summary>
internal sealed class TensorHolder
{
    // The state: the generation in the upper half; below it how many calls use the tensor, times two; and whether it is closed.
    private const ulong Closed = 1;
    private const ulong OneUse = 2;
    private const int GenerationShift = 32;

    /// <summary>Holds nothing, for good.</summary>
    public static readonly TensorHolder Gone = new() { _state = Closed };

    private readonly TensorEntry _entry;
    private ulong _state;

    private TensorHolder() => _entry = TensorRegistry.Register(this);

    /// <summary>A holder for this reference, a used one if there is one.</summary>
    public static TensorHolder Take(TensorPool pool, nint pointer, out uint generation)
    {
        var holder = pool.Take() ?? new TensorHolder();
        holder._entry.Pointer = pointer;
        generation = (uint)(holder._state >> GenerationShift);
        GC.KeepAlive(holder);
        return holder;
    }

    /// <summary>Whether this generation is not disposed.</summary>
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
            Free();
        }
    }

    /// <summary>Gives the reference back once no call uses it. Says whether it went at once.</summary>
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
                    Free();
                }

                return unused;
            }

            state = seen;
        }

        return false;
    }

    private static bool IsOpen(ulong state, uint generation) => (uint)(state >> GenerationShift) == generation && (state & Closed) == 0;

    // Called once a generation: by whoever closed it unused, or by its last user.
    private void Free()
    {
        var pointer = _entry.Pointer;
        _entry.Pointer = 0;
        var generation = (uint)(_state >> GenerationShift);
        Native.ltf_tensor_release(pointer);

        // One that has counted through all generations is left to the collector, closed for good.
        if (generation != uint.MaxValue)
        {
            Volatile.Write(ref _state, (ulong)(generation + 1) << GenerationShift);
            TensorPool.Current.GiveBack(this);
        }

        // The registry must not give the reference back as well.
        GC.KeepAlive(this);
    }
}
