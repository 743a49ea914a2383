namespace LibTorch.Files.Checkpoints;

/// <summary>A storage to be written into an archive, with the archive's bytes before and after it.</summary>
/// <param name="Storage">The storage in CPU memory.</param>
/// <param name="Copy">The same object if it is a temporary copy, which is disposed of with the record; otherwise null.</param>
/// <param name="Head">The bytes before the storage: header and padding.</param>
/// <param name="Tail">The bytes after the storage.</param>
internal sealed record StorageRecord(Storage Storage, Storage? Copy, byte[] Head, byte[] Tail) : IDisposable
{
    public void Dispose() => Copy?.Dispose();
}
