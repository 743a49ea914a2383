namespace LibTorch;

/// <summary>A backend such as Gloo failed; Python's torch.distributed.DistBackendError.</summary>
public sealed class TorchDistBackendException : TorchDistException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchDistBackendException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchDistBackendException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchDistBackendException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
