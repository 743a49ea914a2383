namespace LibTorch;

/// <summary>An argument is of a type that the operator cannot take; Python's TypeError.</summary>
public sealed class TorchTypeException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchTypeException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchTypeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
