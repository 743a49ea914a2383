namespace LibTorch.Utils.Data;

/// <summary>The workers of a loader. Whoever owns them ends them; where the owner was forgotten, the collector does.</summary>
/// <remarks>The threads know nothing of this object, so that it can be collected while they wait.</remarks>
internal sealed class WorkerPool<TBatch> : IDisposable
{
    // As long as Python waits before it ends a worker's process. A thread cannot be ended: it goes when the dataset lets it go.
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

    /// <summary>The pass that goes on now.</summary>
    public int Pass { get; private set; }

    /// <summary>Begins another pass with the same workers.</summary>
    public void NextPass() => Pass++;

    public void Ask(BatchRequest<TBatch> request) => _workers[request.Worker].Ask(request);

    /// <summary>Ends the workers, and waits for what they are in the middle of.</summary>
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

    /// <summary>As <see cref="Dispose"/>, without a thread that waits.</summary>
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

        // Its callbacks are the application's, and are to find the workers finished.
        _leaving.Cancel();
    }
}
