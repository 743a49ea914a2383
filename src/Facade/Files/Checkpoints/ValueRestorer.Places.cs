namespace LibTorch.Files.Checkpoints;

/// <content>Checks that a tensor's elements lie inside its storage.</content>
internal sealed partial class ValueRestorer
{
    private static void CheckPlace(Storage storage, DType dtype, long offset, long[] sizes, long[] strides) =>
        CheckPlace(storage.ByteCount / ElementType.BytesOf(dtype.ScalarType), offset, sizes, strides);

    private static void CheckPlace(long room, long offset, long[] sizes, long[] strides)
    {
        if (sizes.Length != strides.Length)
        {
            throw new TorchFileException($"The file has a tensor of {sizes.Length} dimensions with {strides.Length} strides.");
        }

        if (offset < 0 || sizes.Any(size => size < 0) || strides.Any(stride => stride < 0))
        {
            throw new TorchFileException($"The file has a tensor with a negative size, stride or offset: size [{string.Join(", ", sizes)}], strides [{string.Join(", ", strides)}], offset {offset}.");
        }

        // The index of the last element, which may exceed the range of int64.
        var last = (Int128)offset;
        for (var i = 0; i < sizes.Length && last <= long.MaxValue; i++)
        {
            last += (Int128)Math.Max(sizes[i] - 1, 0) * strides[i];
        }

        if (Elements(sizes) > 0 ? last >= room : offset > room)
        {
            throw new TorchFileException($"The file has a tensor whose last element has the index {last} in a storage of {room} elements.");
        }
    }

    private static long Elements(long[] sizes)
    {
        var elements = (Int128)1;
        foreach (var size in sizes)
        {
            elements *= size;
            if (elements > long.MaxValue)
            {
                throw new TorchFileException($"The file has a tensor of the size [{string.Join(", ", sizes)}], which has more elements than an int64 can count.");
            }
        }

        return (long)elements;
    }
}
