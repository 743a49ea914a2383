using System.Runtime.ExceptionServices;

namespace LibTorch.Utils.Data;

/// <summary>A request to a worker for a batch, and its result.</summary>
/// <param name="worker">The index of the worker.</param>
/// <param name="pass">The number of the pass through the dataset that the batch belongs to.</param>
/// <param name="indices">The indices of the samples.</param>
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

    /// <summary>
    /// A task that completes when the worker has served the request, whether or not that succeeded. The task never fails.
    /// </summary>
    public Task Done => _done.Task;

    public bool IsAbandoned => _state == State.Abandoned;

    /// <summary>Whether the worker's stream had already ended.</summary>
    public bool IsAtEnd => _state == State.AtEnd;

    /// <summary>Sets the batch that the worker fetched.</summary>
    /// <returns>False if the consumer has abandoned the request; the worker must then discard the batch.</returns>
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

    /// <summary>The fetched batch.</summary>
    /// <exception cref="Exception">The exception that the worker caught.</exception>
    public TBatch Take()
    {
        _error?.Throw();
        return _batch!;
    }

    /// <summary>
    /// Marks the request as no longer wanted. If the batch was already fetched, <paramref name="discard"/> is called with it.
    /// </summary>
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
