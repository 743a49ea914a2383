namespace LibTorch.Interop;

/// <summary>
/// One owned reference to a TensorImpl: its holder, and a generation. Holders are reused, and the generation tells which of the holder's
/// successive tensors is meant.
/// </summary>
internal readonly record struct TensorHandle
{
    private readonly TensorHolder _holder;
    private readonly uint _generation;

    private TensorHandle(TensorHolder holder, uint generation)
    {
        _holder = holder;
        _generation = generation;
    }

    /// <summary>A handle that never referred to a tensor.</summary>
    public static TensorHandle None => new(TensorHolder.Gone, 0);

    /// <summary>
    /// The handle of this tensor after disposal, without its holder. The generation stays the same, so that a thread which reads both
    /// fields while they are written never sees a handle of another tensor.
    /// </summary>
    public TensorHandle Gone => new(TensorHolder.Gone, _generation);

    /// <summary>Whether the tensor has not been disposed.</summary>
    public bool IsOpen => _holder.IsOpen(_generation);

    /// <summary>Identifies the tensor without keeping it alive.</summary>
    public TensorMark Mark => new(_holder.Entry, _generation);

    /// <summary>Takes over a reference from libtorch, even if this fails; null for the undefined tensor.</summary>
    public static TensorHandle? Own(nint pointer) => Own(pointer, TensorPool.Current);

    /// <summary>The same, given the calling thread's pool.</summary>
    public static TensorHandle? Own(nint pointer, TensorPool thread)
    {
        if (pointer == 0)
        {
            return null;
        }

        // Done before the holder is created: an object that survives a collection is promoted to an older generation, which the next
        // collection does not cover.
        MemoryPressure.Check();
        var handle = new TensorHandle(TensorHolder.Take(thread, pointer, out var generation), generation);

        // If anything fails from here on, the holder owns the reference, and the garbage collector frees the holder.
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

    /// <summary>
    /// Releases the reference as soon as no call uses it; a second call does nothing. Says whether it was released at once.
    /// </summary>
    public bool Dispose() => _holder.Dispose(_generation);

    /// <summary>The handle of a holder's tensor; null if the holder has another generation by now, or was disposed.</summary>
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
