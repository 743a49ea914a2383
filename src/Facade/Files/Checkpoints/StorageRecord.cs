namespace LibTorch.Files.Checkpoints;

/// <summary>A storage that is to be written into an archive, and what stands before and after it there.</summary>
/// <param name="Storage">The storage in the host's memory.</param>
/// <param name="Copy">The same, if it was made for this and goes with the record.</param>
/// <param name="Head">What stands before the bytes.</param>
/// <param name="Tail">What follows them.</param>
internal sealed record StorageRecord(Storage Storage, Storage? Copy, byte[] Head, byte[] Tail) : IDisposable
{
    public void Dispose() => Copy?.Dispose();
}
