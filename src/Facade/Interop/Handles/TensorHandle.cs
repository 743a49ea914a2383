namespace LibTorch.Interop;

/// <summary>One owned reference on a TensorImpl: a holder, and which of the tensors it held in turn is meant.</summary>
internal readonly record struct TensorHandle
{
    private readonly TensorHolder _holder;
    private readonly uint _generation;

    private TensorHandle(TensorHolder holder, uint generation)
    {
        _holder = holder;
        _generation = generation;
    }

    /// <summary>A disposed tensor's handle, without its holder. The generation is the same, for whoever reads the two while they are written.</summary>
    public TensorHandle Gone => new(TensorHolder.Gone, _generation);

    /// <summary>Whether the tensor was not disposed.</summary>
    public bool IsOpen => _holder.IsOpen(_generation);

    /// <summary>Takes over a reference that libtorch handed out; null for the undefined tensor.</summary>
    public static TensorHandle? Own(nint pointer) => Own(pointer, TensorPool.Current);

    /// <summary>The same, given the calling thread's tensors.</summary>
    public static TensorHandle? Own(nint pointer, TensorPool thread)
    {
        if (pointer == 0)
        {
            return null;
        }

        // Before there is an object for it: one that lives through a collection is older than the next one looks at.
        MemoryPressure.Check();
        var handle = new TensorHandle(TensorHolder.Take(thread, pointer, out var generation), generation);
        thread.Frame?.Add(handle);
        if (TensorOrigins.Recording)
        {
            TensorOrigins.Note(handle);
        }

        return handle;
    }

    /// <summary>Takes over several references; null stands for the undefined tensor.</summary>
    public static unsafe TensorHandle?[] Own(nint* pointers, int count)
    {
        var handles = new TensorHandle?[count];
        for (var i = 0; i < count; i++)
        {
            handles[i] = Own(pointers[i]);
        }

        return handles;
    }

    /// <summary>The pointer, valid until <see cref="Release"/>; zero if the tensor was disposed.</summary>
    public nint Acquire() => _holder.Acquire(_generation);

    public void Release() => _holder.Release();

    /// <summary>The same tensor, without keeping it alive.</summary>
    public Weak Watch() => new(new WeakReference<TensorHolder>(_holder), _generation);

    /// <summary>Gives the reference back once no call uses it; a second time does nothing. Says whether it went at once.</summary>
    public bool Dispose() => _holder.Dispose(_generation);

    /// <summary>A tensor that the collector may free.</summary>
    public readonly struct Weak
    {
        private readonly WeakReference<TensorHolder> _holder;
        private readonly uint _generation;

        internal Weak(WeakReference<TensorHolder> holder, uint generation)
        {
            _holder = holder;
            _generation = generation;
        }

        public TensorHandle? Target => _holder.TryGetTarget(out var holder) ? new TensorHandle(holder, _generation) : null;
    }
}
