namespace LibTorch.Interop;

/// <summary>A block in which new tensors belong to no scope of the thread: for what the library itself keeps for later.</summary>
internal readonly ref struct OutsideFrames
{
    private readonly TensorPool _thread = TensorPool.Current;
    private readonly TensorFrame? _frame;

    public OutsideFrames()
    {
        _frame = _thread.Frame;
        _thread.Frame = null;
    }

    public void Dispose() => _thread.Frame = _frame;
}
