namespace LibTorch.Interop;

/// <summary>One owned call that the ranks of a group share.</summary>
internal sealed class WorkHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_work_release(owned);
}
