namespace LibTorch.Utils.Data;

/// <summary>A dataset failed to give samples that the loader asked it for. The inner exception is the dataset's own.</summary>
public sealed class DatasetException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public DatasetException()
    {
    }

    /// <summary>Makes an error with a message.</summary>
    public DatasetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public DatasetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The indices of the samples that it was asked for when it failed: one, or all of a batch where it was asked for the whole batch. For a stream, how many samples it had given.</summary>
    public IReadOnlyList<long> Indices { get; private init; } = [];

    /// <summary>The worker that asked, or null where there is none.</summary>
    public int? WorkerId { get; } = WorkerInfo.Current?.Id;

    internal static DatasetException At(IReadOnlyList<long> indices, Exception error) =>
        new($"The dataset failed at {(indices.Count == 1 ? $"index {indices[0]}" : $"one of the indices {PythonText.List([.. indices])}")}{Worker()}: {error.Message}", error) { Indices = [.. indices] };

    internal static DatasetException After(long samples, Exception error) =>
        new($"The dataset failed after {samples} samples{Worker()}: {error.Message}", error) { Indices = [samples] };

    private static string Worker() => WorkerInfo.Current is { } worker ? $" in worker {worker.Id}" : "";
}
