namespace LibTorch.Interop;

/// <summary>All callbacks that hang on tensors or nodes, to be looked at after each of the runtime's older collections.</summary>
internal static class CallbackRoots
{
    private static readonly UninterruptibleLock Changing = new();
    private static readonly HashSet<CallbackRoot> All = [];
    private static int _changes;
    private static int _sweeps;

    /// <summary>How often a callback was handed over or taken back: while this grows, another collection may free more.</summary>
    public static int Changes => Volatile.Read(ref _changes);

    /// <summary>How often <see cref="Sweep"/> has begun.</summary>
    public static int Sweeps => Volatile.Read(ref _sweeps);

    public static void Add(CallbackRoot root)
    {
        using (Changing.Enter())
        {
            All.Add(root);
        }
    }

    public static void Remove(CallbackRoot root)
    {
        using (Changing.Enter())
        {
            All.Remove(root);
        }
    }

    /// <summary>Looks at each of them. On the finalizer's thread only, where nothing may be thrown.</summary>
    public static void Sweep()
    {
        Interlocked.Increment(ref _sweeps);
        try
        {
            foreach (var root in Snapshot())
            {
                if (root.Look())
                {
                    NoteChange();
                }
            }
        }
        catch (Exception)
        {
            // Nothing is lost: what was not looked at is kept until the next time.
        }
    }

    public static void NoteChange() => Interlocked.Increment(ref _changes);

    private static CallbackRoot[] Snapshot()
    {
        using (Changing.Enter())
        {
            return [.. All];
        }
    }
}
