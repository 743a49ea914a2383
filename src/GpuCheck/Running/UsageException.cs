namespace LibTorch.GpuCheck.Running;

/// <summary>The command line is wrong; the message is one line for the person who wrote it.</summary>
internal sealed class UsageException(string message) : Exception(message);
