namespace LibTorch.Files.Checkpoints;

/// <summary>Creates tensors in a given storage.</summary>
internal static class StorageTensor
{
    /// <summary>A tensor in the storage, from the offset on. The caller has checked that all elements lie inside the storage.</summary>
    public static Tensor Of(Storage storage, DType dtype, long offset, long[] sizes, long[] strides) =>
        Torch.Empty([0], dtype: dtype, device: storage.Device).Set_(storage, offset, sizes, strides);
}
