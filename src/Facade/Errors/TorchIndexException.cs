namespace LibTorch;

/// <summary>An index is out of range; Python's IndexError.</summary>
public sealed class TorchIndexException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchIndexException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchIndexException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchIndexException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
