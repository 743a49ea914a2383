namespace LibTorch.NN;

/// <summary>The effect of <see cref="LinearCrossEntropyOptions"/> on one call.</summary>
/// <param name="Size">The number of rows in a chunk.</param>
/// <param name="IsCompact">Whether saving memory has priority over precision.</param>
/// <param name="Sums">The dtype in which sums are accumulated.</param>
internal readonly record struct ChunkPlan(long Size, bool IsCompact, DType Sums);
