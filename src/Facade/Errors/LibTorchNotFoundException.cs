namespace LibTorch;

/// <summary>The native library, or the libtorch that it binds, could not be loaded; the message says what was tried.</summary>
public sealed class LibTorchNotFoundException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public LibTorchNotFoundException()
    {
    }

    /// <summary>Makes an error with a message.</summary>
    public LibTorchNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public LibTorchNotFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
