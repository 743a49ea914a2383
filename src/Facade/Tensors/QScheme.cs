namespace LibTorch;

/// <summary>How a quantized tensor's integers map to real numbers; <c>torch.qscheme</c>. The numbers are c10's.</summary>
public enum QScheme
{
    /// <summary>One scale and zero point for all elements.</summary>
    PerTensorAffine = 0,

    /// <summary>A scale and zero point for each slice along one dimension.</summary>
    PerChannelAffine = 1,

    /// <summary>One scale for all elements, around zero.</summary>
    PerTensorSymmetric = 2,

    /// <summary>A scale for each slice along one dimension, around zero.</summary>
    PerChannelSymmetric = 3,

    /// <summary>As <see cref="PerChannelAffine"/>, with zero points that are floating point numbers.</summary>
    PerChannelAffineFloatQParams = 4,
}
