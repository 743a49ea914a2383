namespace LibTorch.Tool.Parity;

/// <summary>A script does not compile; the message has what the compiler said.</summary>
internal sealed class ScriptFailedException(string message) : Exception(message);
