namespace LibTorch;

/// <summary>There is not enough memory, of the host or of a device; Python's torch.cuda.OutOfMemoryError there.</summary>
public sealed class TorchOutOfMemoryException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchOutOfMemoryException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchOutOfMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchOutOfMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
