using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A store in a file that all processes can write to; <c>torch.distributed.FileStore</c>.</summary>
/// <param name="fileName">The file, which is made where it is not there. One that an earlier run has left is not to be used again.</param>
/// <param name="worldSize">How many processes use it; the last one removes the file. -1: nobody knows, and it stays.</param>
public sealed class FileStore(string fileName, int worldSize = -1) : Store(StoreCalls.File(fileName, worldSize))
{
    /// <summary>The file; <c>store.path</c>.</summary>
    public string Path { get; } = fileName;
}
