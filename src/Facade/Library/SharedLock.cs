namespace LibTorch;

/// <summary>Locks for state that libtorch has once for the process. All copies of this library in the process share them.</summary>
internal static class SharedLock
{
    /// <summary>The object to lock for this name, the same in every load context.</summary>
    public static object Named(string name)
    {
        var process = AppDomain.CurrentDomain;
#pragma warning disable CA2002 // The copies share no object but the runtime's own; the lock is held for a moment, once for each copy.
        lock (process)
#pragma warning restore CA2002
        {
            var shared = process.GetData(name);
            if (shared is null)
            {
                process.SetData(name, shared = new object());
            }

            return shared;
        }
    }
}
