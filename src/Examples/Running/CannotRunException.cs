namespace LibTorch.Examples.Running;

/// <summary>What was asked for cannot be run here; the message is one line for the person who asked.</summary>
internal sealed class CannotRunException(string message) : Exception(message);
