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

    /// <summary>The handle of what never was a tensor.</summary>
    public static TensorHandle None => new(TensorHolder.Gone, 0);

    /// <summary>A disposed tensor's handle, without its holder. The generation is the same, for whoever reads the two while they are written.</summary>
    public TensorHandle Gone => new(TensorHolder.Gone, _generation);

    /// <summary>Whether the tensor was not disposed.</summary>
    public bool IsOpen => _holder.IsOpen(_generation);

    /// <summary>The same tensor, without keeping it alive.</summary>
    public TensorMark Mark => new(_holder.Entry, _generation);

    /// <summary>Takes over a reference that libtorch handed out, also where it fails; null for the undefined tensor.</summary>
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

        // Whatever fails from here on, the holder has the reference, and the collector the holder.
        thread.Frame?.Add(handle.Mark);
        if (TensorOrigins.Recording)
        {
            TensorOrigins.Note(handle);
        }

        return handle;
    }

    /// <summary>Takes over several references; null stands for the undefined tensor.</summary>
    public static unsafe TensorHandle?[] Own(nint* pointers, int count)
    {
        var taken = 0;
        try
        {
            var handles = new TensorHandle?[count];
            while (taken < count)
            {
                var i = taken++;
                handles[i] = Own(pointers[i]);
            }

            return handles;
        }
        catch
        {
            GiveBack(pointers + taken, count - taken);
            throw;
        }
    }

    /// <summary>The same for two lists.</summary>
    public static unsafe (TensorHandle?[] First, TensorHandle?[] Second) Own(nint* first, int firstCount, nint* second, int secondCount)
    {
        TensorHandle?[] handles;
        try
        {
            handles = Own(first, firstCount);
        }
        catch
        {
            GiveBack(second, secondCount);
            throw;
        }

        return (handles, Own(second, secondCount));
    }

    /// <summary>The pointer, valid until <see cref="Release"/>; zero if the tensor was disposed.</summary>
    public nint Acquire() => _holder.Acquire(_generation);

    public void Release() => _holder.Release();

    /// <summary>Gives the reference back once no call uses it; a second time does nothing. Says whether it went at once.</summary>
    public bool Dispose() => _holder.Dispose(_generation);

    /// <summary>The tensor of a holder that may hold another one by now; null if it does.</summary>
    public static TensorHandle? Of(TensorHolder? holder, uint generation) =>
        holder is not null && holder.IsOpen(generation) ? new TensorHandle(holder, generation) : null;

    private static unsafe void GiveBack(nint* pointers, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Native.ltf_tensor_release(pointers[i]);
        }
    }
}
