using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The hooks of one kind at a module, in the order in which they were registered.</summary>
internal sealed class ModuleHooks<THook>
    where THook : class
{
    private readonly UninterruptibleLock _changing = new();
    private THook[] _all = [];

    /// <summary>A snapshot: hooks may be added and removed while these run.</summary>
    public THook[] All => Volatile.Read(ref _all);

    /// <param name="hook">The hook.</param>
    /// <param name="first">Whether it runs before the existing hooks instead of after them.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable Add(THook hook, bool first = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        using (_changing.Enter())
        {
            _all = first ? [hook, .. _all] : [.. _all, hook];
        }

        return new Registered(this, hook);
    }

    /// <summary>The same hooks for a copy of the module; removing one from the module keeps it in the copy.</summary>
    public ModuleHooks<THook> Copied() => new() { _all = All };

    private void Remove(THook hook)
    {
        using (_changing.Enter())
        {
            var place = Array.LastIndexOf(_all, hook);
            if (place >= 0)
            {
                _all = [.. _all[..place], .. _all[(place + 1)..]];
            }
        }
    }

    private sealed class Registered(ModuleHooks<THook> hooks, THook hook) : IDisposable
    {
        private THook? _hook = hook;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hook, null) is { } mine)
            {
                hooks.Remove(mine);
            }
        }
    }
}
