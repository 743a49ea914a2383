namespace LibTorch.Interop;

/// <summary>One owned membership in a group of processes.</summary>
internal sealed unsafe class GroupHandle(nint owned) : NativeHandle(owned)
{
    // How many milliseconds Leave waits for the connections to end; outstanding work continues afterwards without this handle.
    private const long LeaveMilliseconds = 5000;

    private volatile bool _waits;

    /// <summary>
    /// Leaves the group, and waits a limited time for its threads and connections to end: calls that hang do not block it.
    /// </summary>
    public void Leave()
    {
        _waits = true;
        Dispose();
    }

    protected override void GiveBack(nint owned)
    {
        if (!_waits)
        {
            Native.ltf_group_release(owned);
            return;
        }

        int ended;
        _ = Native.ltf_group_leave(owned, LeaveMilliseconds, &ended);
    }
}
