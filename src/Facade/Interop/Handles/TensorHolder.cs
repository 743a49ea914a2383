namespace LibTorch.Interop;

/// <summary>
/// Holds one tensor's native reference, which <see cref="TensorRegistry"/> gives back once the collector has taken the
/// holder. Disposed of at rest, it goes to its thread's pool and holds another tensor, as making one costs as much as a
/// tenth of a small operation. The generation tells its tensors apart, so that one that was disposed never meets its
/// successor's memory. Disposed of while in use it is left to the collector: the disposed tensor still knows it, and
/// would keep what it held next.
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

    private TensorHolder()
    {
        _entry = TensorRegistry.Register(this);
        _state = (ulong)_entry.Generation << GenerationShift;
    }

    /// <summary>What the registry knows it by.</summary>
    public TensorEntry Entry => _entry;

    /// <summary>A holder that takes this reference over, a used one if there is one. Where none can be made, the reference is given back.</summary>
    public static TensorHolder Take(TensorPool pool, nint pointer, out uint generation)
    {
        var holder = pool.Take() ?? Make(pointer);
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
            Free(atRest: false);
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

    // Called once a generation: by whoever closed it unused, or by its last user.
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

        // The registry must not give the reference back as well.
        GC.KeepAlive(this);
    }
}
