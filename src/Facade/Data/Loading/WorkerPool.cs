namespace LibTorch.Utils.Data;

/// <summary>The workers of a loader. Dispose ends them; if it is never called, the finalizer does.</summary>
/// <remarks>The threads hold no reference to this object, so it can be garbage-collected while they wait.</remarks>
internal sealed class WorkerPool<TBatch> : IDisposable
{
    // As long as Python waits before it kills a worker process. A thread cannot be killed: it ends when the dataset's code returns.
    private static readonly TimeSpan MaxWaitForWorkers = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _leaving = new();
    private readonly Worker<TBatch>[] _workers;
    private bool _isStopped;

    public WorkerPool(LoaderSource<TBatch> source, LoaderSettings settings, long baseSeed, bool pinMemory)
    {
        CallerModes modes = new();
        _workers = new Worker<TBatch>[settings.NumWorkers];
        for (var i = 0; i < _workers.Length; i++)
        {
            WorkerInfo info = new(i, _workers.Length, unchecked(baseSeed + i), source.Dataset, _leaving.Token);
            _workers[i] = new Worker<TBatch>(source, settings, info, pinMemory, modes);
        }
    }

    ~WorkerPool() => Stop();

    /// <summary>The number of the current pass.</summary>
    public int Pass { get; private set; }

    /// <summary>Begins another pass with the same workers.</summary>
    public void NextPass() => Pass++;

    public void Ask(BatchRequest<TBatch> request) => _workers[request.Worker].Ask(request);

    /// <summary>Ends the workers, and waits up to five seconds for the batches that they are fetching.</summary>
    public void Dispose()
    {
        Stop();
        GC.SuppressFinalize(this);
        var start = Environment.TickCount64;
        foreach (var worker in _workers)
        {
            var left = MaxWaitForWorkers - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            worker.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <summary>The same as <see cref="Dispose"/>, without blocking a thread.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop();
        try
        {
            await Task.WhenAll(_workers.Select(worker => worker.Ended)).WaitAsync(MaxWaitForWorkers).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }

        Dispose();
    }

    private void Stop()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        foreach (var worker in _workers)
        {
            worker?.Finish();
        }

        // Cancelled last: the token's callbacks are application code, and must find that the workers accept no more requests.
        _leaving.Cancel();
    }
}
