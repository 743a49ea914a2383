using LibTorch.Interop;

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

    /// <summary>The C++ frames that the error came through, the innermost first, or an empty text. Their names are looked up here, which takes milliseconds.</summary>
    public string NativeBacktrace => NativeError.WithNames(NativeFrames);

    /// <summary>
    /// In anomaly mode, the operation whose backward failed, and the stack of the program's call of that operation; otherwise an empty
    /// text.
    /// </summary>
    public string ForwardTrace { get; init; } = "";

    /// <summary>The same frames as addresses.</summary>
    internal string NativeFrames { get; init; } = "";
}
