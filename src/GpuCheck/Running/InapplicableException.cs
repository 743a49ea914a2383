namespace LibTorch.GpuCheck.Running;

/// <summary>A part makes no sense on this machine; the message says what it lacks.</summary>
internal sealed class InapplicableException(string message) : Exception(message);
