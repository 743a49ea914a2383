namespace LibTorch.GpuCheck.Running;

/// <summary>A part is not applicable on this machine; the message says what is missing.</summary>
internal sealed class InapplicableException(string message) : Exception(message);
