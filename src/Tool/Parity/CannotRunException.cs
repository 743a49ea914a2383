namespace LibTorch.Tool.Parity;

/// <summary>Nothing can be compared; the message says why in one line.</summary>
internal sealed class CannotRunException(string message) : Exception(message);
