namespace LibTorch;

/// <summary>The range and precision of dtypes.</summary>
public abstract partial class Torch
{
    /// <summary>Range and precision of a floating point or complex dtype; <c>torch.finfo</c>.</summary>
    /// <param name="dtype">The dtype; the default one without it.</param>
    /// <exception cref="TorchTypeException">The dtype is neither floating point nor complex.</exception>
    public static Finfo Finfo(DType? dtype = null) => LibTorch.Finfo.Of(dtype ?? GetDefaultDType());

    /// <summary>
    /// The range of an integer dtype; <c>torch.iinfo</c>. Quantized dtypes, for which PyTorch's iinfo has numbers but no text, are refused.
    /// </summary>
    /// <exception cref="TorchTypeException">It is no integer dtype.</exception>
    public static Iinfo Iinfo(DType dtype) => LibTorch.Iinfo.Of(dtype);
}
