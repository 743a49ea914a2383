namespace LibTorch;

/// <summary>What libtorch warns about.</summary>
public sealed class TorchWarningEventArgs(string message) : EventArgs
{
    /// <summary>PyTorch's text.</summary>
    public string Message { get; } = message;
}
