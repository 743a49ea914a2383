namespace LibTorch.Utils.Data;

/// <summary>Thrown if a dataset fails to give samples to a loader. The inner exception is the dataset's.</summary>
public sealed class DatasetException : TorchException
{
    /// <summary>Creates an exception with a general message.</summary>
    public DatasetException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that another one caused.</summary>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The indices that were requested from the dataset when it failed: a single one, or those of a whole batch if the batch was requested
    /// at once. For a stream, a single number: how many samples it had given before.
    /// </summary>
    public IReadOnlyList<long> Indices { get; private init; } = [];

    /// <summary>The worker in which the dataset failed, or null without workers.</summary>
    public int? WorkerId { get; } = WorkerInfo.Current?.Id;

    internal static DatasetException At(IReadOnlyList<long> indices, Exception error) =>
        new($"The dataset failed at {(indices.Count == 1 ? $"index {indices[0]}" : $"one of the indices {PythonText.List([.. indices])}")}{Worker()}: {error.Message}", error) { Indices = [.. indices] };

    internal static DatasetException After(long samples, Exception error) =>
        new($"The dataset failed after {samples} samples{Worker()}: {error.Message}", error) { Indices = [samples] };

    private static string Worker() => WorkerInfo.Current is { } worker ? $" in worker {worker.Id}" : "";
}
