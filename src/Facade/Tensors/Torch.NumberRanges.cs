namespace LibTorch;

/// <summary>What numbers a dtype has.</summary>
public abstract partial class Torch
{
    /// <summary>Range and precision of a floating point or complex dtype; <c>torch.finfo</c>.</summary>
    /// <param name="dtype">The dtype; the default one without it.</param>
    /// <exception cref="TorchTypeException">It is neither.</exception>
    public static Finfo Finfo(DType? dtype = null) => LibTorch.Finfo.Of(dtype ?? GetDefaultDType());

    /// <summary>The range of an integer dtype; <c>torch.iinfo</c>. Quantized ones, which PyTorch has numbers but no text for, are refused.</summary>
    /// <exception cref="TorchTypeException">It is no integer dtype.</exception>
    public static Iinfo Iinfo(DType dtype) => LibTorch.Iinfo.Of(dtype);
}
