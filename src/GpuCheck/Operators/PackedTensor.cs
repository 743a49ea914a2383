namespace LibTorch.GpuCheck.Operators;

/// <summary>A tensor as python/packing.py wrote it: what lies between its first and last element, with the strides.</summary>
internal sealed record PackedTensor(DType DType, bool OnCpu, bool RequiresGrad, long[] Sizes, long[] Strides, byte[] Bytes)
{
    /// <summary>The tensor again, alone in its memory.</summary>
    public Tensor Make(Device device)
    {
        var bytes = Torch.Empty([Bytes.Length], dtype: DType.UInt8);
        bytes.CopyFrom<byte>(Bytes);
        var flat = bytes.View(DType);
        var made = (OnCpu ? flat : flat.To(device)).AsStrided(Sizes, Strides).Detach();
        return RequiresGrad ? made.RequiresGrad_() : made;
    }
}
