using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A store in a file that all processes can write to; <c>torch.distributed.FileStore</c>.</summary>
/// <param name="fileName">The file, which is created if it does not exist. Do not reuse a file that an earlier run has left.</param>
/// <param name="worldSize">How many processes use the file; the last one deletes it. -1: unknown, and the file is not deleted.</param>
public sealed class FileStore(string fileName, int worldSize = -1) : Store(StoreCalls.File(fileName, worldSize))
{
    /// <summary>The file's path; <c>store.path</c>.</summary>
    public string Path { get; } = fileName;
}
