namespace LibTorch.Interop;

/// <summary>One owned value of libtorch's that has no other counterpart here.</summary>
internal sealed class ObjectHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_object_release(owned);
}
