namespace LibTorch.Files;

/// <summary>The memory that what a file describes may take, so that a small file cannot fill a machine.</summary>
internal sealed class FileBudget(long fileSize)
{
    /// <summary>The bytes that a file may take beyond its own size.</summary>
    public const long Allowance = 64 << 20;

    private long _left = fileSize + Allowance;

    /// <exception cref="TorchFileException">There are fewer left.</exception>
    public void Take(long count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new TorchFileException($"What the file describes takes more memory than its own {fileSize} bytes and {Allowance >> 20} MiB.");
        }
    }
}
