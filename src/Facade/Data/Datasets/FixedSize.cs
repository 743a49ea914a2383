namespace LibTorch.Utils.Data;

/// <summary>A number of samples that does not change.</summary>
internal sealed record FixedSize(long Count) : ISized;
