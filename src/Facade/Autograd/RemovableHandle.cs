using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A registered hook; <c>torch.utils.hooks.RemovableHandle</c>. One that is forgotten leaves its hook in place.</summary>
public sealed class RemovableHandle : ISafeHandleOwner, IDisposable
{
    private readonly HookHandle _handle;

    internal RemovableHandle(HookHandle handle) => _handle = handle;

    SafeHandle ISafeHandleOwner.Handle => _handle;

    /// <summary>Takes the hook away; a second call does nothing; <c>handle.remove()</c>.</summary>
    public void Remove()
    {
        if (!_handle.IsClosed)
        {
            HookCalls.Remove(this);
            _handle.Dispose();
        }
    }

    /// <summary>As <see cref="Remove"/>.</summary>
    public void Dispose() => Remove();
}
