namespace LibTorch.Examples.Running;

/// <summary>The requested run is not possible here; the message is one line for the user.</summary>
internal sealed class CannotRunException(string message) : Exception(message);
