namespace LibTorch.Interop;

/// <summary>A weak reference to a tensor's node, which tells whether a backward pass will execute the node.</summary>
internal sealed class WatchHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_watch_release(owned);
}
