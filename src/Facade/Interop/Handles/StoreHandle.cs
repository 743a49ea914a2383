namespace LibTorch.Interop;

/// <summary>One owned store of keys.</summary>
internal sealed class StoreHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_store_release(owned);
}
