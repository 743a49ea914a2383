namespace LibTorch.Interop;

/// <summary>
/// Holds one tensor's native reference and carries the finalizer for it. Disposed of, it goes back to its
/// thread's pool and holds another tensor, since making an object with a finalizer costs as much as a
/// tenth of a small operation. The generation tells its tensors apart, so that one that was disposed
/// never meets its successor's memory.
/// </summary>
internal sealed class TensorHolder
{
    // The state: the generation in the upper half; below it how many calls use the tensor, times two; and whether it is closed.
    private const ulong Closed = 1;
    private const ulong OneUse = 2;
    private const int GenerationShift = 32;

    private nint _pointer;
    private ulong _state;

    private TensorHolder()
    {
    }

    // Reached only with its tensor: nothing uses it any more.
    ~TensorHolder()
    {
        if (_pointer != 0)
        {
            Native.ltf_tensor_release(_pointer);
        }
    }

    /// <summary>A holder for this reference, a used one if there is one.</summary>
    public static TensorHolder Take(TensorPool pool, nint pointer, out uint generation)
    {
        var holder = pool.Take() ?? new TensorHolder();
        holder._pointer = pointer;
        generation = (uint)(holder._state >> GenerationShift);
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
                return _pointer;
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

    public void Dispose(uint generation)
    {
        var state = Volatile.Read(ref _state);
        while (IsOpen(state, generation))
        {
            var seen = Interlocked.CompareExchange(ref _state, state | Closed, state);
            if (seen == state)
            {
                if ((uint)state == 0)
                {
                    Free();
                }

                return;
            }

            state = seen;
        }
    }

    private static bool IsOpen(ulong state, uint generation) => (uint)(state >> GenerationShift) == generation && (state & Closed) == 0;

    // Called once a generation: by whoever closed it unused, or by its last user.
    private void Free()
    {
        var pointer = _pointer;
        _pointer = 0;
        var generation = (uint)(_state >> GenerationShift);
        Native.ltf_tensor_release(pointer);

        // One that has counted through all generations is left to the collector, closed for good.
        if (generation == uint.MaxValue)
        {
            return;
        }

        Volatile.Write(ref _state, (ulong)(generation + 1) << GenerationShift);
        TensorPool.Current.GiveBack(this);
    }
}
