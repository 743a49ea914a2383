namespace LibTorch.Utils.Data;

/// <summary>A fixed number of samples.</summary>
internal sealed record FixedSize(long Count) : ISized;
