namespace LibTorch.Interop;

/// <summary>Where the program made the tensors that still live, when it asks to know.</summary>
internal static class TensorOrigins
{
    private static readonly Lock Gate = new();
    private static readonly SweptList<Origin> Made = new(static origin => origin.Living is null);
    private static bool _recording;

    public static bool Recording
    {
        get => Volatile.Read(ref _recording);
        set
        {
            lock (Gate)
            {
                _recording = value;
                Made.Clear();
            }
        }
    }

    public static void Note(TensorHandle handle)
    {
        var stack = ForwardStack.Capture();
        lock (Gate)
        {
            if (_recording)
            {
                Made.Add(new Origin(handle.Watch(), stack));
            }
        }
    }

    /// <summary>The tensors that are neither disposed nor collected, and the frames that made each, in the order of their making.</summary>
    public static (TensorHandle Handle, ForwardStack Stack)[] Living()
    {
        lock (Gate)
        {
            // Taken once each: a collection may come between two looks.
            return [.. Made.Select(origin => (origin.Living, origin.Stack)).Where(item => item.Living is not null).Select(item => (item.Living!.Value, item.Stack))];
        }
    }

    private readonly record struct Origin(TensorHandle.Weak Watched, ForwardStack Stack)
    {
        public TensorHandle? Living => Watched.Target is { IsOpen: true } handle ? handle : null;
    }
}
