namespace LibTorch.Interop;

/// <summary>All callbacks that are registered on tensors or nodes. They are examined after each gen-2 garbage collection.</summary>
internal static class CallbackRoots
{
    private static readonly UninterruptibleLock Changing = new();
    private static readonly HashSet<CallbackRoot> All = [];
    private static int _changes;
    private static int _sweeps;

    /// <summary>How often a callback was handed over or taken back. While this number grows, another collection may free more.</summary>
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

    /// <summary>Examines each callback. Only called on the finalizer thread, where nothing may be thrown.</summary>
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
            // Nothing is lost: callbacks that were not examined are kept until the next time.
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
