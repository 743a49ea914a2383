namespace LibTorch;

/// <summary>A block of the calling thread in which dual tensors carry tangents; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct DualLevel
{
    private readonly OpenBlock _block;

    internal DualLevel(long level)
    {
        Level = level;
        _block = OpenBlock.Enter();
    }

    /// <summary>The level's number.</summary>
    public long Level { get; }

    /// <summary>Ends the level: the dual tensors made in it lose their tangents. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            ForwardLevels.Exit(null);
        }
    }
}
