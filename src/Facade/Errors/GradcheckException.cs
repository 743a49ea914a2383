namespace LibTorch;

/// <summary>gradcheck found gradients that are not the function's; <c>torch.autograd.gradcheck.GradcheckError</c>.</summary>
public sealed class GradcheckException : TorchException
{
    /// <summary>Makes an error with a general message.</summary>
    public GradcheckException()
    {
    }

    /// <summary>Makes an error with PyTorch's message.</summary>
    public GradcheckException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error that another one caused.</summary>
    public GradcheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
