using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>What a pickle says of a storage outside of it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Location">Where it was when it was saved.</param>
/// <param name="DType">What its class stands for; null for bytes.</param>
/// <param name="ElementSize">The bytes that are counted as one element.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="View">For a part of the storage, as old files have them, what the part is called and which bytes it is; else null.</param>
internal sealed record StorageKey(string Key, string Location, DType? DType, int ElementSize, long Bytes, (string Key, long Offset, long Bytes)? View)
{
    /// <summary>Reads the tuple that stands for a storage.</summary>
    /// <exception cref="TorchFileException">It is none.</exception>
    public static StorageKey Of(PickledReference reference)
    {
        if (reference.Identity is not ["storage", PickledGlobal type, string key, string location, long count, .. var rest] || rest.Length > 1)
        {
            throw new TorchFileException("The file's pickle refers to something that is not a storage.");
        }

        if (!StorageTypes.TryFind(type.Module, type.Name, out var dtype, out var elementSize))
        {
            throw new TorchFileException($"The file has a storage of the class {type.FullName}, which is not known here.");
        }

        return new StorageKey(key, location, dtype, elementSize, Sized(count, elementSize), rest is [object?[] view] ? Part(view, elementSize) : null);
    }

    private static (string Key, long Offset, long Bytes) Part(object?[] view, int elementSize) =>
        view is [string key, long offset, long count]
            ? (key, Sized(offset, elementSize), Sized(count, elementSize))
            : throw new TorchFileException("The file's pickle refers to a part of a storage without saying which.");

    private static long Sized(long count, int elementSize) =>
        count >= 0 && count <= long.MaxValue / elementSize
            ? count * elementSize
            : throw new TorchFileException($"The file says that a storage has {count} elements.");
}
