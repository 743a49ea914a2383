namespace LibTorch;

/// <summary>A warning of libtorch's.</summary>
public sealed class TorchWarningEventArgs(string message) : EventArgs
{
    /// <summary>The text of the warning, in PyTorch's words.</summary>
    public string Message { get; } = message;
}
