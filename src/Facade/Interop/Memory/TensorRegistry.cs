namespace LibTorch.Interop;

/// <summary>
/// Knows all holders' references, and gives back those of holders that the collector has taken. Finalizers could do that,
/// but objects that have one cost more to make and to collect, and they free memory on another thread than took it.
/// </summary>
internal static class TensorRegistry
{
    // Kept for new holders; their handles are the runtime's for as long.
    private const int MostSpare = 1 << 16;

    private static readonly UninterruptibleLock Changing = new();

    // Chains, by how many collections the holders have lived through, as the collector itself sorts what it sees:
    // a collection of the youngest is not to cost more where many tensors have long been in use.
    private static readonly TensorEntry?[] Generations = new TensorEntry?[GC.MaxGeneration + 1];
    private static TensorEntry? _spare;
    private static int _spareCount;
    private static int _used;

    private static int _collections;
    private static int _olderCollections;

    static TensorRegistry() => CollectionNotice.Start();

    /// <summary>How many holders there are, or were not known to be gone the last time.</summary>
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

    /// <summary>Those of the tensors that are neither disposed nor collected, in their order.</summary>
    public static List<TensorHandle> Living(SweptList<TensorMark> marks, HashSet<TensorMark> without)
    {
        List<TensorHandle> living = [];

        // Once for all of them.
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

    /// <summary>What holds the tensor, if it is neither disposed nor collected.</summary>
    public static TensorHolder? Holder(TensorMark mark)
    {
        using (Changing.Enter())
        {
            return mark.Entry.Holder is { } holder && mark.IsHeldBy(holder) ? holder : null;
        }
    }

    /// <summary>Collects up to this generation, and gives back what the holders left; says whether they left any.</summary>
    public static bool Collect(int generation) => Sweep(generation, collect: true);

    /// <summary>Gives back what holders left that were taken by collections up to this generation.</summary>
    public static void Sweep(int generation) => Sweep(generation, collect: false);

    /// <summary>Gives back what all holders hold, as nobody can come to them any more: the load context of this copy goes.</summary>
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

        // Not under the lock, as in a sweep.
        foreach (var entry in entries)
        {
            End(entry);
        }
    }

    private static void End(TensorEntry entry)
    {
        if (entry.Holder is { } holder)
        {
            // One that holds nothing lies in a pool, and is to be there once.
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
                // Under the lock, or the finalizer's thread would give back what this one is waiting for.
                GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            }

            Volatile.Write(ref _collections, GC.CollectionCount(0));
            var older = GC.CollectionCount(1);
            if (older != _olderCollections)
            {
                // The collector may take more than it was asked for. The oldest generation's collections tell of themselves.
                _olderCollections = older;
                generation = Math.Max(generation, 1);
            }

            for (; generation >= 0; generation--)
            {
                Sort(generation, ref orphans);
            }
        }

        // Not under the lock: whatever runs when a tensor's memory goes may make tensors, or wait for who does.
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

    // Those that live grow older.
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
