namespace LibTorch;

public static partial class Torch
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
