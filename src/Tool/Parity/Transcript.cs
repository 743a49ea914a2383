namespace LibTorch.Tool.Parity;

/// <summary>The output of one side of a pair.</summary>
/// <param name="Lines">Its printed lines, up to an error.</param>
/// <param name="Failure">The error with which it ended, if any.</param>
internal sealed record Transcript(string[] Lines, string? Failure);
