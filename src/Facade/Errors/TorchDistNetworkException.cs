namespace LibTorch;

/// <summary>A connection could not be made or has ended, as it does when another process is gone; Python's torch.distributed.DistNetworkError.</summary>
public sealed class TorchDistNetworkException : TorchDistException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchDistNetworkException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchDistNetworkException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchDistNetworkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
