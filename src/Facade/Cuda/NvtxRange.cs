namespace LibTorch;

/// <summary>
/// A range of the calling thread's work that NVIDIA's profilers show; ends with Dispose. A ref struct, so it cannot be held over an await.
/// </summary>
public readonly ref struct NvtxRange
{
    private readonly OpenBlock _block;

    internal NvtxRange(string message)
    {
        Torch.Cuda.Nvtx.RangePush(message);
        _block = OpenBlock.Enter();
    }

    /// <summary>Ends the range; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            Torch.Cuda.Nvtx.RangePop();
        }
    }
}
