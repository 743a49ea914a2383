namespace LibTorch.NN;

/// <summary>What <see cref="LinearCrossEntropyOptions"/> come to for one call.</summary>
/// <param name="Size">How many rows a chunk has.</param>
/// <param name="IsCompact">Whether memory counts for more than precision.</param>
/// <param name="Sums">The dtype of sums.</param>
internal readonly record struct ChunkPlan(long Size, bool IsCompact, DType Sums);
