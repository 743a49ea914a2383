namespace LibTorch;

/// <summary>The running libtorch has no operator of this name, or the operator has no such argument.</summary>
public sealed class OperatorNotFoundException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public OperatorNotFoundException()
    {
    }

    /// <summary>Makes an error with a message.</summary>
    public OperatorNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public OperatorNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
