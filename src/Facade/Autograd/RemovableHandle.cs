using LibTorch.Interop;

namespace LibTorch;

/// <summary>A registered hook; <c>torch.utils.hooks.RemovableHandle</c>. One that is forgotten leaves its hook in place.</summary>
public sealed class RemovableHandle : IDisposable
{
    private readonly HookHandle[] _handles;

    internal RemovableHandle(params HookHandle[] handles) => _handles = handles;

    /// <summary>Takes the hook away; a second call does nothing; <c>handle.remove()</c>.</summary>
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

    /// <summary>One for all of these.</summary>
    internal static RemovableHandle Of(IEnumerable<RemovableHandle> handles) => new([.. handles.SelectMany(handle => handle._handles)]);
}
