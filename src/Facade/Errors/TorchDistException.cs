namespace LibTorch;

/// <summary>An operation of distributed training failed; Python's torch.distributed.DistError.</summary>
public class TorchDistException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchDistException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchDistException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchDistException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
