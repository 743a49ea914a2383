namespace LibTorch.Files.Checkpoints;

/// <summary>Tensors that lie in a given storage.</summary>
internal static class StorageTensor
{
    /// <summary>A tensor of the storage's elements from the offset on; the caller has checked that they are in it.</summary>
    public static Tensor Of(Storage storage, DType dtype, long offset, long[] sizes, long[] strides) =>
        Torch.Empty([0], dtype: dtype, device: storage.Device).Set_(storage, offset, sizes, strides);
}
