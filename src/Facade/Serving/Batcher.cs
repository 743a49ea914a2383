using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LibTorch.Interop;

namespace LibTorch.Serving;

/// <summary>
/// Collects single inputs from many callers, and runs a model on them as one batch. Meant for services, where a batch of sixteen takes
/// little longer than a single input. Thread-safe.
/// </summary>
/// <remarks>
/// Inputs that arrive while a batch is computed form the next batch. With a window, a batch also waits for more inputs while the model is
/// idle. Inputs are stacked along a new first dimension, and computed in <see cref="Torch.InferenceMode(bool)"/>, one batch at a time, in
/// order of arrival. An input that differs in shape, dtype or device from those before it begins a new batch.
/// </remarks>
/// <example><code>
/// await using Batcher batcher = new(model, maxBatch: 16);
/// app.MapPost("/classify", async (float[] features, CancellationToken aborted) =>
/// {
///     using var input = Torch.Tensor(features);
///     using var output = await batcher.RunAsync(input, aborted);
///     return output.ToArray&lt;float&gt;();
/// });
/// </code></example>
public sealed class Batcher : IAsyncDisposable
{
    private readonly Channel<Request> _waiting = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly Func<Tensor, Tensor> _model;
    private readonly int _maxBatch;
    private readonly TimeSpan _window;
    private readonly Task _loop;

    // A request that did not fit the batch being collected (it has another shape, dtype or device); it begins the next batch.
    private Request? _next;

    // A pending wait for requests whose window ended first; the next wait continues it.
    private Task<bool>? _arrival;

    /// <summary>Starts to wait for inputs.</summary>
    /// <param name="model">
    /// Computes a batch. Argument and result have the batch as their first dimension. A module can be passed directly; one with dropout or
    /// batch norm should be in evaluation mode.
    /// </param>
    /// <param name="maxBatch">The maximum number of inputs in a batch.</param>
    /// <param name="window">The maximum time that the first input of a batch waits for others; null: no wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is less than 1, or the window is negative.</exception>
    public Batcher(Func<Tensor, Tensor> model, int maxBatch = 32, TimeSpan? window = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window ?? TimeSpan.Zero, TimeSpan.Zero, nameof(window));
        (_model, _maxBatch, _window) = (model, maxBatch, window ?? TimeSpan.Zero);
        _loop = Task.Run(ComputeAll);
    }

    /// <summary>The model's output for one input, without the batch's dimension.</summary>
    /// <param name="input">
    /// One input, without the batch's dimension. It may be disposed of at once, but must not be changed before the task has ended.
    /// </param>
    /// <param name="cancellationToken">Cancels the request. A batch that already contains the input is still computed.</param>
    /// <returns>The output, a view of the batch's output. If the model throws, all tasks of the batch fail with its exception.</returns>
    /// <exception cref="ObjectDisposedException">The batcher was disposed.</exception>
    public Task<Tensor> RunAsync(Tensor input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<Tensor>(cancellationToken);
        }

        Request request = new(Reference(input), cancellationToken);
        if (!_waiting.Writer.TryWrite(request))
        {
            request.Dispose();
            throw new ObjectDisposedException(GetType().FullName);
        }

        return request.Output;
    }

    /// <summary>The outputs for a sequence of inputs, in the same order. Inputs are read ahead, up to two batches.</summary>
    /// <param name="inputs">The inputs, each without the batch's dimension. They are not disposed of.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <exception cref="ObjectDisposedException">The batcher was disposed.</exception>
    public async IAsyncEnumerable<Tensor> RunAsync(IAsyncEnumerable<Tensor> inputs, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = Channel.CreateBounded<Task<Tensor>>(new BoundedChannelOptions(2 * _maxBatch) { SingleReader = true, SingleWriter = true });
        var feeding = Feed(inputs, begun.Writer, ended.Token);
        try
        {
            await foreach (var output in begun.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return await output.ConfigureAwait(false);
            }

            // Throws the exception of the sequence of inputs, if there was one.
            await feeding.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (begun.Reader.TryRead(out var left))
            {
                await DisposeOf(left).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Accepts no more inputs, and waits until all earlier ones are computed.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private static async Task DisposeOf(Task<Tensor> output)
    {
        await ((Task)output).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (output.IsCompletedSuccessfully)
        {
            output.Result.Dispose();
        }
    }

    // A reference of our own, because the caller may dispose of the input, or leave the tensor scope that it belongs to.
    private static Tensor Reference(Tensor input)
    {
        using OutsideFrames outside = new();
        return input.Detach();
    }

    private async Task Feed(IAsyncEnumerable<Tensor> inputs, ChannelWriter<Task<Tensor>> begun, CancellationToken ended)
    {
        try
        {
            await foreach (var input in inputs.WithCancellation(ended).ConfigureAwait(false))
            {
                await begun.WaitToWriteAsync(ended).ConfigureAwait(false);
                begun.TryWrite(RunAsync(input, ended));
            }
        }
        finally
        {
            begun.Complete();
        }
    }

    private async Task ComputeAll()
    {
        List<Request> batch = [];
        while (await HasMore().ConfigureAwait(false))
        {
            await Gather(batch).ConfigureAwait(false);
            Compute(batch);
            batch.Clear();
        }
    }

    private async ValueTask<bool> HasMore() => _next is not null || await Arrival().ConfigureAwait(false);

    // Continues a pending wait instead of starting a second one.
    private async ValueTask<bool> Arrival()
    {
        var arrival = _arrival ?? _waiting.Reader.WaitToReadAsync().AsTask();
        _arrival = null;
        return await arrival.ConfigureAwait(false);
    }

    private async ValueTask Gather(List<Request> batch)
    {
        Task? end = null;
        while (batch.Count < _maxBatch)
        {
            if (_next is not null || _waiting.Reader.TryRead(out _next))
            {
                if (!TryAdd(batch))
                {
                    return;
                }

                continue;
            }

            if (_window == TimeSpan.Zero)
            {
                return;
            }

            end ??= Task.Delay(_window);
            _arrival ??= _waiting.Reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(_arrival, end).ConfigureAwait(false) == end || !await Arrival().ConfigureAwait(false))
            {
                return;
            }
        }
    }

    // Adds the next request to the batch, or drops it if it was cancelled. False: the request does not fit and begins another batch.
    private bool TryAdd(List<Request> batch)
    {
        var next = _next!;
        if (next.Output.IsCompleted)
        {
            next.Dispose();
        }
        else if (batch.Count > 0 && !next.Fits(batch[0]))
        {
            return false;
        }
        else
        {
            batch.Add(next);
        }

        _next = null;
        return true;
    }

    private void Compute(List<Request> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            using var mode = Torch.InferenceMode();
            using TensorScope scope = new();
            var outputs = Rows(_model(Torch.Stack([.. batch.Select(request => request.Input)])), batch.Count);
            scope.Keep(outputs);
            for (var i = 0; i < outputs.Length; i++)
            {
                batch[i].Succeed(outputs[i]);
            }
        }
        catch (Exception error)
        {
            batch.ForEach(request => request.Fail(error));
        }
        finally
        {
            batch.ForEach(request => request.Dispose());
        }
    }

    private static Tensor[] Rows(Tensor outputs, int count) =>
        outputs is { NDim: > 0 } && outputs.Shape[0] == count
            ? [.. outputs.Unbind()]
            : throw new InvalidOperationException($"The model was given {count} inputs, and its output has the shape {outputs.Shape}: the first dimension must count the inputs.");
}
