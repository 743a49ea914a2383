using System.Runtime.ExceptionServices;

namespace LibTorch.Utils.Data;

/// <summary>A batch that a worker is to fetch, and what became of it.</summary>
/// <param name="worker">The worker.</param>
/// <param name="pass">Which pass through the dataset it belongs to.</param>
/// <param name="indices">The samples.</param>
internal sealed class BatchRequest<TBatch>(int worker, int pass, IReadOnlyList<long> indices)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private State _state;
    private TBatch? _batch;
    private ExceptionDispatchInfo? _error;

    private enum State
    {
        Waiting,
        Fetched,
        Failed,
        AtEnd,
        Abandoned,
    }

    public int Worker => worker;

    public int Pass => pass;

    public IReadOnlyList<long> Indices => indices;

    /// <summary>Is done when the worker is; it never fails.</summary>
    public Task Done => _done.Task;

    public bool IsAbandoned => _state == State.Abandoned;

    /// <summary>Whether the worker's stream had ended before.</summary>
    public bool IsAtEnd => _state == State.AtEnd;

    /// <summary>Hands over what the worker fetched.</summary>
    /// <returns>False where nobody wants it any more.</returns>
    public bool Fetched(TBatch batch)
    {
        _batch = batch;
        return Become(State.Fetched);
    }

    public void Failed(Exception error)
    {
        _error = ExceptionDispatchInfo.Capture(error);
        Become(State.Failed);
    }

    public void AtEnd() => Become(State.AtEnd);

    /// <summary>The batch, for whoever asked for it.</summary>
    /// <exception cref="Exception">What the worker met.</exception>
    public TBatch Take()
    {
        _error?.Throw();
        return _batch!;
    }

    /// <summary>Says that nobody wants the batch. What was fetched before that, the caller gets rid of.</summary>
    public void Abandon(Action<TBatch> discard)
    {
        if (Interlocked.Exchange(ref _state, State.Abandoned) == State.Fetched)
        {
            discard(_batch!);
        }
    }

    private bool Become(State state)
    {
        var isWanted = Interlocked.CompareExchange(ref _state, state, State.Waiting) == State.Waiting;
        _done.TrySetResult();
        return isWanted;
    }
}
