namespace LibTorch.Interop;

/// <summary>Records where the program created the tensors that still exist, if it asks for that.</summary>
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

    /// <summary>
    /// The tensors that are neither disposed nor collected, each with the stack that created it, in the order of creation.
    /// </summary>
    public static (TensorHandle Handle, ForwardStack Stack)[] Living()
    {
        using (Gate.Enter())
        {
            // Each tensor is looked up once only: it may be collected between two lookups.
            return [.. Made.Select(origin => (Handle: TensorRegistry.Find(origin.Tensor), origin.Stack)).Where(item => item.Handle is not null).Select(item => (item.Handle!.Value, item.Stack))];
        }
    }

    private readonly record struct Origin(TensorMark Tensor, ForwardStack Stack);
}
