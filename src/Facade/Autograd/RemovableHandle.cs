using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A handle to remove a registered hook; <c>torch.utils.hooks.RemovableHandle</c>. The hook stays registered if the handle is never
/// disposed of.
/// </summary>
public sealed class RemovableHandle : IDisposable
{
    private readonly HookHandle[] _handles;

    internal RemovableHandle(params HookHandle[] handles) => _handles = handles;

    /// <summary>Removes the hook; a second call does nothing; <c>handle.remove()</c>.</summary>
    public void Remove()
    {
        foreach (var handle in _handles)
        {
            if (!handle.IsClosed)
            {
                HookCalls.Remove(handle);
                handle.Dispose();
            }
        }
    }

    /// <summary>As <see cref="Remove"/>.</summary>
    public void Dispose() => Remove();

    /// <summary>One handle that removes the hooks of all these handles.</summary>
    internal static RemovableHandle Of(IEnumerable<RemovableHandle> handles) => new([.. handles.SelectMany(handle => handle._handles)]);
}
