namespace LibTorch.Files.Checkpoints;

/// <summary>Where a member's bytes lie in an archive's file.</summary>
internal readonly record struct ZipMember(long Offset, long Bytes);
