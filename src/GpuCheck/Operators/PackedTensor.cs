namespace LibTorch.GpuCheck.Operators;

/// <summary>A tensor as python/packing.py writes it: the memory between its first and last element, and the strides.</summary>
internal sealed record PackedTensor(DType DType, bool OnCpu, bool RequiresGrad, long[] Sizes, long[] Strides, byte[] Bytes)
{
    /// <summary>Creates the tensor again, with memory of its own.</summary>
    public Tensor Make(Device device)
    {
        var bytes = Torch.Empty([Bytes.Length], dtype: DType.UInt8);
        bytes.CopyFrom<byte>(Bytes);
        var flat = bytes.View(DType);
        var made = (OnCpu ? flat : flat.To(device)).AsStrided(Sizes, Strides).Detach();
        return RequiresGrad ? made.RequiresGrad_() : made;
    }
}
