namespace LibTorch;

/// <summary>Values are not close, or another check of <see cref="Torch.Testing"/> failed; Python's AssertionError there.</summary>
public sealed class TorchAssertionException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchAssertionException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchAssertionException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchAssertionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
