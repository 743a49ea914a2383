using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace LibTorch.Utils.Data;

/// <summary>A thread that fetches batches, in the order of the requests.</summary>
internal sealed class Worker<TBatch>
{
    private readonly Channel<BatchRequest<TBatch>> _requests = Channel.CreateUnbounded<BatchRequest<TBatch>>(new() { SingleReader = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LoaderSource<TBatch> _source;
    private readonly LoaderSettings _settings;
    private readonly WorkerInfo _info;
    private readonly bool _pinMemory;
    private readonly Thread _thread;
    private BatchFetcher<TBatch>? _fetcher;
    private int _pass = -1;
    private ExceptionDispatchInfo? _unusable;

    public Worker(LoaderSource<TBatch> source, LoaderSettings settings, WorkerInfo info, bool pinMemory, CallerModes modes)
    {
        (_source, _settings, _info, _pinMemory) = (source, settings, info, pinMemory);
        _thread = new Thread(() => modes.Run(Work)) { IsBackground = true, Name = $"DataLoader {info.Id}" };
        _thread.Start();
    }

    /// <summary>A task that completes just before the thread ends.</summary>
    public Task Ended => _ended.Task;

    public void Ask(BatchRequest<TBatch> request) => _requests.Writer.TryWrite(request);

    /// <summary>Tells the worker that there will be no more requests, so that its thread ends.</summary>
    public void Finish() => _requests.Writer.TryComplete();

    public bool Join(TimeSpan patience) => _thread.Join(patience);

    private void Work()
    {
        WorkerInfo.Current = _info;
        Initialize();
        var requests = _requests.Reader;
        while (requests.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (requests.TryRead(out var request))
            {
                if (!request.IsAbandoned)
                {
                    Serve(request);
                }
            }
        }

        RunOrShow(() => _fetcher?.Dispose());
        _ended.SetResult();
    }

#pragma warning disable CA1031 // What the application's code throws on this thread goes to whoever asked for the batch.
    private void Initialize()
    {
        try
        {
            _settings.WorkerInitFn?.Invoke(_info.Id);
        }
        catch (Exception error)
        {
            _unusable = ExceptionDispatchInfo.Capture(error);
        }
    }

    private void Serve(BatchRequest<TBatch> request)
    {
        try
        {
            if (!TryFetch(request, out var batch))
            {
                request.AtEnd();
            }
            else if (!request.Fetched(batch))
            {
                RunOrShow(() => _source.Discard(batch));
            }
        }
        catch (Exception error)
        {
            request.Failed(error);
        }
    }

    // No caller waits for this application code any more, so an exception of it can only be printed.
    private static void RunOrShow(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error)
        {
            Console.Error.WriteLine(error);
        }
    }
#pragma warning restore CA1031

    private bool TryFetch(BatchRequest<TBatch> request, [MaybeNullWhen(false)] out TBatch batch)
    {
        _unusable?.Throw();
        if (_pass != request.Pass)
        {
            _fetcher?.Dispose();
            _fetcher = _source.Open(_settings.DropLast);
            _pass = request.Pass;
        }

        var isThere = _fetcher!.TryFetch(request.Indices, out batch);
        if (isThere && _pinMemory)
        {
            batch = _source.PinMemory(batch!);
        }

        return isThere;
    }
}
