namespace LibTorch.Serving;

/// <summary>One input, and the task for its output.</summary>
internal sealed class Request : IDisposable
{
    private readonly TaskCompletionSource<Tensor> _output = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;

    /// <param name="input">The request's own reference on the input; it is disposed with the request.</param>
    /// <param name="cancellationToken">Cancels the task for the output.</param>
    public Request(Tensor input, CancellationToken cancellationToken)
    {
        Input = input;
        _cancellation = cancellationToken.UnsafeRegister(
            static (request, token) => ((Request)request!)._output.TrySetCanceled(token), this);
    }

    public Tensor Input { get; }

    public Task<Tensor> Output => _output.Task;

    /// <summary>Whether both inputs can be in one batch.</summary>
    public bool Fits(Request other) =>
        Input.Shape == other.Input.Shape && Input.DType == other.Input.DType && Input.Device == other.Input.Device;

    /// <summary>Completes the task with the output; if the task was cancelled, disposes of the output.</summary>
    public void Succeed(Tensor output)
    {
        if (!_output.TrySetResult(output))
        {
            output.Dispose();
        }
    }

    public void Fail(Exception error) => _output.TrySetException(error);

    public void Dispose()
    {
        _cancellation.Dispose();
        Input.Dispose();
    }
}
