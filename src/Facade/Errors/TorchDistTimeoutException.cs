namespace LibTorch;

/// <summary>
/// Another process did not join, or did not answer, within the timeout. Python has several errors for this, depending on where it happens.
/// </summary>
public sealed class TorchDistTimeoutException : TorchDistException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchDistTimeoutException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchDistTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchDistTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
