namespace LibTorch.Tool.Parity;

/// <summary>What one side of a pair printed.</summary>
/// <param name="Lines">Its lines, as far as it came.</param>
/// <param name="Failure">With which error it ended, if it did.</param>
internal sealed record Transcript(string[] Lines, string? Failure);
