namespace LibTorch;

/// <summary>An argument has a value that the operator cannot take; Python's ValueError.</summary>
public sealed class TorchValueException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchValueException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchValueException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchValueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
