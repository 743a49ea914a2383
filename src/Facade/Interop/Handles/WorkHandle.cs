namespace LibTorch.Interop;

/// <summary>One owned asynchronous work of a group's ranks.</summary>
internal sealed class WorkHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_work_release(owned);
}
