namespace LibTorch.Tests.Tensors;

/// <summary>Layouts, memory formats and quantization schemes have Python's names.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TorchNamesTests(PythonSession python)
{
    [Theory]
    [InlineData(Layout.Strided, "torch.strided")]
    [InlineData(Layout.Sparse, "torch.sparse_coo")]
    [InlineData(Layout.SparseCsr, "torch.sparse_csr")]
    [InlineData(Layout.SparseCsc, "torch.sparse_csc")]
    [InlineData(Layout.SparseBsr, "torch.sparse_bsr")]
    [InlineData(Layout.SparseBsc, "torch.sparse_bsc")]
    [InlineData(Layout.Mkldnn, "torch._mkldnn")]
    public void Of_layouts(Layout layout, string expression) => Assert.Equal(python.Eval($"str({expression})"), layout.TorchName());

    [Theory]
    [InlineData(MemoryFormat.Contiguous, "torch.contiguous_format")]
    [InlineData(MemoryFormat.Preserve, "torch.preserve_format")]
    [InlineData(MemoryFormat.ChannelsLast, "torch.channels_last")]
    [InlineData(MemoryFormat.ChannelsLast3d, "torch.channels_last_3d")]
    public void Of_memory_formats(MemoryFormat format, string expression) => Assert.Equal(python.Eval($"str({expression})"), format.TorchName());

    [Theory]
    [InlineData(QScheme.PerTensorAffine, "torch.per_tensor_affine")]
    [InlineData(QScheme.PerChannelAffine, "torch.per_channel_affine")]
    [InlineData(QScheme.PerTensorSymmetric, "torch.per_tensor_symmetric")]
    [InlineData(QScheme.PerChannelSymmetric, "torch.per_channel_symmetric")]
    [InlineData(QScheme.PerChannelAffineFloatQParams, "torch.per_channel_affine_float_qparams")]
    public void Of_quantization_schemes(QScheme scheme, string expression) => Assert.Equal(python.Eval($"str({expression})"), scheme.TorchName());

    [Fact]
    public void Of_a_tensors_layout() => Assert.Equal(python.Eval("str(torch.eye(2).to_sparse().layout)"), Torch.Eye(2).ToSparse().Layout.TorchName());

    [Fact]
    public void Nothing_else_has_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ((Layout)77).TorchName());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((MemoryFormat)4).TorchName());
        Assert.Throws<ArgumentOutOfRangeException>(() => ((QScheme)77).TorchName());
    }
}
