namespace LibTorch.Interop;

/// <summary>The tensors that one thread has made since the frame was entered, to be disposed when it is left.</summary>
internal sealed class TensorFrame
{
    private const int FirstSweep = 1024;

    private readonly TensorFrame? _outer;
    private readonly List<TensorHandle> _made = [];
    private readonly HashSet<TensorHandle> _kept = [];
    private int _sweepAt = FirstSweep;

    private TensorFrame(TensorFrame? outer) => _outer = outer;

    public static TensorFrame Enter()
    {
        var pool = TensorPool.Current;
        return pool.Frame = new TensorFrame(pool.Frame);
    }

    public void Add(TensorHandle made)
    {
        // A long loop that disposes of its tensors itself leaves nothing here for good.
        if (_made.Count >= _sweepAt)
        {
            _made.RemoveAll(static handle => !handle.IsOpen);
            _sweepAt = Math.Max(FirstSweep, 2 * _made.Count);
        }

        _made.Add(made);
    }

    /// <summary>Hands the tensor to the frame around this one, through all that stand inside it.</summary>
    public void Keep(TensorHandle made)
    {
        for (var frame = TensorPool.Current.Frame; frame is not null; frame = frame._outer)
        {
            if (frame == this)
            {
                break;
            }

            frame._kept.Add(made);
        }

        _kept.Add(made);
    }

    /// <summary>Leaves the frame, and those inside it that were not left; nothing if it was left before.</summary>
    public void Leave()
    {
        var pool = TensorPool.Current;
        if (!IsOpenIn(pool))
        {
            return;
        }

        TensorFrame left;
        do
        {
            left = pool.Frame!;
            pool.Frame = left._outer;
            left.End();
        }
        while (left != this);
    }

    private bool IsOpenIn(TensorPool pool)
    {
        var frame = pool.Frame;
        while (frame is not null && frame != this)
        {
            frame = frame._outer;
        }

        return frame == this;
    }

    private void End()
    {
        foreach (var handle in _made)
        {
            if (!_kept.Contains(handle))
            {
                handle.Dispose();
            }
            else
            {
                _outer?.Add(handle);
            }
        }
    }
}
