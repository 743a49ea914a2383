namespace LibTorch.Interop;

/// <summary>One owned event of a device.</summary>
internal sealed class EventHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_event_release(owned);
}
