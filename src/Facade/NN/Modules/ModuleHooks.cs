using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The hooks of one kind at a module, in the order in which they were registered.</summary>
internal sealed class ModuleHooks<THook>
    where THook : Delegate
{
    private readonly UninterruptibleLock _changing = new();
    private THook[] _all = [];

    /// <summary>They may come and go while these are run.</summary>
    public THook[] All => Volatile.Read(ref _all);

    public IDisposable Add(THook hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        using (_changing.Enter())
        {
            _all = [.. _all, hook];
        }

        return new Registered(this, hook);
    }

    /// <summary>The same hooks for a copy of the module; what takes one away here leaves it there.</summary>
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
