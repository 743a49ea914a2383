namespace LibTorch;

/// <summary>A linear algebra routine failed, as for a singular matrix; Python's torch.linalg.LinAlgError.</summary>
public sealed class TorchLinAlgException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchLinAlgException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchLinAlgException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchLinAlgException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
