namespace LibTorch.Tool.Parity;

/// <summary>A script does not compile; the message contains the compiler's output.</summary>
internal sealed class ScriptFailedException(string message) : Exception(message);
