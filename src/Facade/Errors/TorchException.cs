namespace LibTorch;

/// <summary>An error raised by libtorch, with PyTorch's own message; follows Python's RuntimeError there.</summary>
public class TorchException : Exception
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The C++ frames that libtorch recorded, or an empty text.</summary>
    public string NativeBacktrace { get; init; } = "";

    /// <summary>In anomaly mode, which operation's backward failed and where the program had called that operation; else an empty text.</summary>
    public string ForwardTrace { get; init; } = "";
}
