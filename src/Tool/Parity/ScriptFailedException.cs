namespace LibTorch.Tool.Parity;

/// <summary>One side of a pair ended with an error; the message has what it said.</summary>
internal sealed class ScriptFailedException(string message) : Exception(message);
