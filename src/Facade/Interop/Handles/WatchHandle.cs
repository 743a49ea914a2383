namespace LibTorch.Interop;

/// <summary>A weak reference on a tensor's node: tells whether a backward pass comes to it.</summary>
internal sealed class WatchHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_watch_release(owned);
}
