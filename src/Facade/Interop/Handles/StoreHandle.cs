namespace LibTorch.Interop;

/// <summary>One owned key-value store.</summary>
internal sealed class StoreHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_store_release(owned);
}
