namespace LibTorch;

/// <summary>A file does not hold what its format asks for; the message says what was found and what was expected.</summary>
public sealed class TorchFileException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchFileException()
    {
    }

    /// <summary>Makes an error with a message.</summary>
    public TorchFileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
