namespace LibTorch.Files;

/// <summary>
/// Limits the memory that a file's content may take when read, so that a small malicious file cannot exhaust the machine's memory.
/// </summary>
internal sealed class FileBudget(long fileSize)
{
    /// <summary>How many bytes of memory a file's content may take beyond the file's size.</summary>
    public const long Allowance = 64 << 20;

    private long _left = fileSize + Allowance;

    /// <exception cref="TorchFileException">The budget has fewer bytes left.</exception>
    public void Take(long count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new TorchFileException($"What the file describes takes more memory than its own {fileSize} bytes and {Allowance >> 20} MiB.");
        }
    }
}
