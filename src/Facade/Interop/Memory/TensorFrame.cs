namespace LibTorch.Interop;

/// <summary>The tensors that one thread has created since the frame was entered; they are disposed of when it is left.</summary>
internal sealed class TensorFrame
{
    private static readonly UninterruptibleLock Adding = new();

    private readonly TensorFrame? _outer;
    private readonly SweptList<TensorMark> _made = new(static mark => mark.IsGone);
    private readonly HashSet<TensorMark> _kept = [];

    // Tensors that other threads created on behalf of this frame's thread; few frames have any.
    private SweptList<TensorMark>? _madeElsewhere;

    /// <summary>A frame that is not in a thread's pool yet.</summary>
    public TensorFrame(TensorFrame? outer) => _outer = outer;

    public static TensorFrame Enter()
    {
        var pool = TensorPool.Current;
        return pool.Frame = new TensorFrame(pool.Frame);
    }

    public void Add(TensorMark made) => _made.Add(made);

    /// <summary>Takes over the tensors that another thread created in its own frame.</summary>
    public void AddAll(TensorFrame made)
    {
        using (Adding.Enter())
        {
            _madeElsewhere ??= new(static mark => mark.IsGone);
            foreach (var mark in made._made)
            {
                _madeElsewhere.Add(mark);
            }
        }
    }

    /// <summary>Lets the tensor outlive this frame, and all frames inside it; it then belongs to the frame around this one.</summary>
    public void Keep(TensorMark made)
    {
        for (var frame = TensorPool.Current.Frame; frame is not null && frame != this; frame = frame._outer)
        {
            frame._kept.Add(made);
        }

        _kept.Add(made);
    }

    /// <summary>Leaves the frame, and the frames inside it that are still open. Does nothing if it was left before.</summary>
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
        using (Adding.Enter())
        {
            if (_madeElsewhere is not null)
            {
                foreach (var mark in _madeElsewhere)
                {
                    _made.Add(mark);
                }
            }
        }

        if (_outer is not null)
        {
            foreach (var mark in _made)
            {
                if (_kept.Contains(mark))
                {
                    _outer.Add(mark);
                }
            }
        }

        foreach (var handle in TensorRegistry.Living(_made, _kept))
        {
            handle.Dispose();
        }
    }
}
