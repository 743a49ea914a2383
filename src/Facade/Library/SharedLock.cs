namespace LibTorch;

/// <summary>Locks around what libtorch has once for the process, which all copies of this library in it take turns at.</summary>
internal static class SharedLock
{
    /// <summary>What to lock for this name, the same in every load context.</summary>
    public static object Named(string name)
    {
        var process = AppDomain.CurrentDomain;
#pragma warning disable CA2002 // The copies have no object in common but the runtime's own; this is for a moment, once a copy.
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
