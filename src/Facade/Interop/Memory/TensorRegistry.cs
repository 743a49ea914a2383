namespace LibTorch.Interop;

/// <summary>
/// Knows the references of all holders, and releases those of holders that the garbage collector has freed. Finalizers could do that, but
/// objects with a finalizer cost more to create and to collect, and free memory on another thread than the one that allocated it.
/// </summary>
internal static class TensorRegistry
{
    // The most entries to keep for new holders. Each of them keeps its GC handle.
    private const int MostSpare = 1 << 16;

    private static readonly UninterruptibleLock Changing = new();

    // Linked lists by the holders' GC generation, so that a gen-0 collection does not cost more where many tensors have long been in use.
    private static readonly TensorEntry?[] Generations = new TensorEntry?[GC.MaxGeneration + 1];
    private static TensorEntry? _spare;
    private static int _spareCount;
    private static int _used;

    private static int _collections;
    private static int _olderCollections;

    static TensorRegistry() => CollectionNotice.Start();

    /// <summary>The number of holders that exist, or were not known to be freed at the last sweep.</summary>
    public static int Used => Volatile.Read(ref _used);

    public static TensorEntry Register(TensorHolder holder)
    {
        if (GC.CollectionCount(0) != Volatile.Read(ref _collections))
        {
            Sweep(0);
        }

        using (Changing.Enter())
        {
            var entry = _spare;
            if (entry is null)
            {
                entry = new TensorEntry(holder);
            }
            else
            {
                _spare = entry.Next;
                _spareCount--;
                entry.Serve(holder);
            }

            _used++;
            Push(entry, ref Generations[0]);
            return entry;
        }
    }

    /// <summary>Those of the marked tensors that are neither disposed nor collected, in their order.</summary>
    public static List<TensorHandle> Living(SweptList<TensorMark> marks, HashSet<TensorMark> without)
    {
        List<TensorHandle> living = [];

        // The lock is taken once for all tensors.
        using (Changing.Enter())
        {
            foreach (var mark in marks)
            {
                if (!mark.IsGone && !without.Contains(mark) && TensorHandle.Of(mark.Entry.Holder, mark.Generation) is { } handle)
                {
                    living.Add(handle);
                }
            }
        }

        return living;
    }

    /// <summary>The tensor, if it is neither disposed nor collected.</summary>
    public static TensorHandle? Find(TensorMark mark)
    {
        using (Changing.Enter())
        {
            return TensorHandle.Of(mark.Entry.Holder, mark.Generation);
        }
    }

    /// <summary>The tensor's holder, if the tensor is neither disposed nor collected.</summary>
    public static TensorHolder? Holder(TensorMark mark)
    {
        using (Changing.Enter())
        {
            return mark.Entry.Holder is { } holder && mark.IsHeldBy(holder) ? holder : null;
        }
    }

    /// <summary>
    /// Collects up to this generation, and releases the references of the holders that were freed. Says whether there were any.
    /// </summary>
    public static bool Collect(int generation) => Sweep(generation, collect: true);

    /// <summary>Releases the references of holders that collections up to this generation have freed.</summary>
    public static void Sweep(int generation) => Sweep(generation, collect: false);

    /// <summary>
    /// Releases the references of all holders. The load context of this copy is being unloaded, so nothing can reach them any more.
    /// </summary>
    public static void End()
    {
        List<TensorEntry> entries = [];
        using (Changing.Enter())
        {
            for (var generation = 0; generation < Generations.Length; generation++)
            {
                for (var entry = Generations[generation]; entry is not null; entry = entry.Next)
                {
                    entries.Add(entry);
                }

                Generations[generation] = null;
            }

            for (; _spare is not null; _spare = _spare.Next)
            {
                _spare.Free();
            }

            (_used, _spareCount) = (0, 0);
        }

        // The references are released without the lock, as in Sweep.
        foreach (var entry in entries)
        {
            End(entry);
        }
    }

    private static void End(TensorEntry entry)
    {
        if (entry.Holder is { } holder)
        {
            // A holder without a reference is in a pool already, and must not be added to one twice.
            if (entry.Pointer != 0)
            {
                holder.Dispose(entry.Generation);
            }
        }
        else
        {
            Native.ltf_tensor_release(entry.Pointer);
            entry.Pointer = 0;
            entry.Advance();
        }

        using (Changing.Enter())
        {
            entry.Free();
        }
    }

    private static bool Sweep(int generation, bool collect)
    {
        TensorEntry? orphans = null;
        using (Changing.Enter())
        {
            if (collect)
            {
                // The collection runs under the lock, or the finalizer thread could release the tensors whose memory this thread is waiting
                // for.
                GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            }

            Volatile.Write(ref _collections, GC.CollectionCount(0));
            var older = GC.CollectionCount(1);
            if (older != _olderCollections)
            {
                // The garbage collector may collect an older generation than it was asked for. Collections of the oldest generation are
                // reported by CollectionNotice.
                _olderCollections = older;
                generation = Math.Max(generation, 1);
            }

            for (; generation >= 0; generation--)
            {
                Sort(generation, ref orphans);
            }
        }

        // Not under the lock: code that runs when a tensor's memory is freed may create tensors, or wait for a thread that does.
        for (var orphan = orphans; orphan is not null; orphan = orphan.Next)
        {
            Native.ltf_tensor_release(orphan.Pointer);
            orphan.Pointer = 0;
            orphan.Advance();
        }

        if (orphans is null)
        {
            return false;
        }

        Keep(orphans);
        return true;
    }

    // Moves the entries of living holders to the next older generation, and all others to the orphans.
    private static void Sort(int generation, ref TensorEntry? orphans)
    {
        var entry = Generations[generation];
        Generations[generation] = null;
        ref var older = ref Generations[Math.Min(generation + 1, GC.MaxGeneration)];
        while (entry is not null)
        {
            var next = entry.Next;
            Push(entry, ref entry.IsOrphan ? ref orphans : ref older);
            entry = next;
        }
    }

    private static void Keep(TensorEntry entries)
    {
        using (Changing.Enter())
        {
            for (TensorEntry? entry = entries, next; entry is not null; entry = next)
            {
                next = entry.Next;
                _used--;
                if (_spareCount < MostSpare && entry.Generation != TensorEntry.LastGeneration)
                {
                    Push(entry, ref _spare);
                    _spareCount++;
                }
                else
                {
                    entry.Free();
                }
            }
        }
    }

    private static void Push(TensorEntry entry, ref TensorEntry? chain)
    {
        entry.Next = chain;
        chain = entry;
    }
}
