namespace LibTorch;

/// <summary>The operator is not implemented for this device, layout or dtype; Python's NotImplementedError.</summary>
public sealed class TorchNotImplementedException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchNotImplementedException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchNotImplementedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchNotImplementedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
