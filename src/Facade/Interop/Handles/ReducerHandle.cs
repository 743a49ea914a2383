namespace LibTorch.Interop;

/// <summary>One owned reducer of gradients.</summary>
internal sealed class ReducerHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_reducer_release(owned);
}
