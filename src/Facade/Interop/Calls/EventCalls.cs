namespace LibTorch.Interop;

/// <summary>Events of devices.</summary>
internal static unsafe class EventCalls
{
    public static EventHandle Create(int deviceType, bool timing)
    {
        nint made;
        NativeError.Check(Native.ltf_event_create(deviceType, timing ? 1 : 0, &made));
        return new EventHandle(made);
    }

    public static void Record(IHandleOwner mark, IHandleOwner stream)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_event_record(lease.Take(mark), lease.Take(stream)));
    }

    /// <summary>Makes the stream wait for the event.</summary>
    public static void Block(IHandleOwner mark, IHandleOwner stream)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_event_block(lease.Take(mark), lease.Take(stream)));
    }

    public static void Synchronize(IHandleOwner mark)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_event_synchronize(lease.Take(mark)));
    }

    public static bool Query(IHandleOwner mark)
    {
        using var lease = new Lease();
        int past;
        NativeError.Check(Native.ltf_event_query(lease.Take(mark), &past));
        return past != 0;
    }

    /// <summary>The time between the events in milliseconds.</summary>
    public static double Elapsed(IHandleOwner start, IHandleOwner end)
    {
        using var lease = new Lease();
        double milliseconds;
        NativeError.Check(Native.ltf_event_elapsed(lease.Take(start), lease.Take(end), &milliseconds));
        return milliseconds;
    }
}
