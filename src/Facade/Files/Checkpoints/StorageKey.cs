using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>A pickle's reference to a storage, whose bytes are outside the pickle.</summary>
/// <param name="Key">The storage's name.</param>
/// <param name="Location">The device of the storage when it was saved.</param>
/// <param name="DType">The dtype of the storage's Python class; null for an untyped storage.</param>
/// <param name="ElementSize">The size of an element in bytes.</param>
/// <param name="Bytes">The storage's size in bytes.</param>
/// <param name="View">
/// For a view of a part of the storage, which old files have: the view's name, offset and size in bytes. Otherwise null.
/// </param>
internal sealed record StorageKey(string Key, string Location, DType? DType, int ElementSize, long Bytes, (string Key, long Offset, long Bytes)? View)
{
    /// <summary>Reads the tuple that identifies a storage.</summary>
    /// <exception cref="TorchFileException">The tuple does not identify a storage.</exception>
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
