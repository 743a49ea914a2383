namespace LibTorch.Interop;

/// <summary>Where the program made the tensors that still live, when it asks to know.</summary>
internal static class TensorOrigins
{
    private static readonly UninterruptibleLock Gate = new();
    private static readonly SweptList<Origin> Made = new(static origin => origin.Tensor.IsGone);
    private static bool _recording;

    public static bool Recording
    {
        get => Volatile.Read(ref _recording);
        set
        {
            using (Gate.Enter())
            {
                _recording = value;
                Made.Clear();
            }
        }
    }

    public static void Note(TensorHandle handle)
    {
        var stack = ForwardStack.Capture();
        using (Gate.Enter())
        {
            if (_recording)
            {
                Made.Add(new Origin(handle.Mark, stack));
            }
        }
    }

    /// <summary>The tensors that are neither disposed nor collected, and the frames that made each, in the order of their making.</summary>
    public static (TensorHandle Handle, ForwardStack Stack)[] Living()
    {
        using (Gate.Enter())
        {
            // Taken once each: a collection may come between two looks.
            return [.. Made.Select(origin => (Handle: TensorRegistry.Find(origin.Tensor), origin.Stack)).Where(item => item.Handle is not null).Select(item => (item.Handle!.Value, item.Stack))];
        }
    }

    private readonly record struct Origin(TensorMark Tensor, ForwardStack Stack);
}
