namespace LibTorch;

/// <summary>Python's names of values that are enumerations in C#; their ToString gives the C# name.</summary>
public static class TorchNames
{
    /// <summary>Python's text of a layout: <c>torch.strided</c>.</summary>
    public static string TorchName(this Layout layout) => "torch." + layout switch
    {
        Layout.Strided => "strided",
        Layout.Sparse => "sparse_coo",
        Layout.SparseCsr => "sparse_csr",
        Layout.SparseCsc => "sparse_csc",
        Layout.SparseBsr => "sparse_bsr",
        Layout.SparseBsc => "sparse_bsc",
        Layout.Mkldnn => "_mkldnn",
        Layout.Jagged => "jagged",
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "There is no such layout."),
    };

    /// <summary>Python's text of a quantization scheme: <c>torch.per_tensor_affine</c>.</summary>
    public static string TorchName(this QScheme scheme) => "torch." + scheme switch
    {
        QScheme.PerTensorAffine => "per_tensor_affine",
        QScheme.PerChannelAffine => "per_channel_affine",
        QScheme.PerTensorSymmetric => "per_tensor_symmetric",
        QScheme.PerChannelSymmetric => "per_channel_symmetric",
        QScheme.PerChannelAffineFloatQParams => "per_channel_affine_float_qparams",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "There is no such scheme."),
    };

    /// <summary>Python's text of a memory format: <c>torch.channels_last</c>.</summary>
    public static string TorchName(this MemoryFormat format) => "torch." + format switch
    {
        MemoryFormat.Contiguous => "contiguous_format",
        MemoryFormat.Preserve => "preserve_format",
        MemoryFormat.ChannelsLast => "channels_last",
        MemoryFormat.ChannelsLast3d => "channels_last_3d",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such memory format."),
    };
}
