namespace LibTorch;

/// <summary>An operation of a store failed; Python's torch.distributed.DistStoreError.</summary>
public sealed class TorchDistStoreException : TorchDistException
{
    /// <summary>Makes an error with a general message.</summary>
    public TorchDistStoreException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public TorchDistStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public TorchDistStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
