namespace LibTorch.Interop;

/// <summary>Weak references to the tensors and the node that a callback is registered on.</summary>
internal sealed class AnchorsHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_anchors_release(owned);
}
