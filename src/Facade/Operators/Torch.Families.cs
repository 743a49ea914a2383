namespace LibTorch;

/// <summary>PyTorch's functions; <c>torch</c> in Python. <c>using static LibTorch.Torch;</c> leaves the class name out.</summary>
public abstract partial class Torch : TypeNamedFunctions
{
    /// <summary>Linear algebra; <c>torch.linalg</c>.</summary>
    public static partial class Linalg
    {
    }

    /// <summary>Discrete Fourier transforms; <c>torch.fft</c>.</summary>
    public static partial class FFT
    {
    }

    /// <summary>Special functions; <c>torch.special</c>.</summary>
    public static partial class Special
    {
    }
}
