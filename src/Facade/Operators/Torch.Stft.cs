namespace LibTorch;

/// <summary>torch.stft, which pads the signal before it calls its operator.</summary>
public abstract partial class Torch
{
    /// <summary>The Fourier transforms of a signal's overlapping windows; <c>torch.stft</c>.</summary>
    /// <param name="input">A signal (L), or several (N, L).</param>
    /// <param name="nFft">The transform's length.</param>
    /// <param name="hopLength">The step between windows; a quarter of the length unless given.</param>
    /// <param name="winLength">The window's length; the transform's unless given.</param>
    /// <param name="window">The window function; ones unless given.</param>
    /// <param name="center">Whether the signal is padded at both ends, so that the first window is centred at the signal's start.</param>
    /// <param name="padMode">The padding mode, as in <c>Pad</c>.</param>
    /// <param name="normalized">Whether the result is divided by the root of the transform's length.</param>
    /// <param name="onesided">Whether only the non-redundant half of the spectrum is returned; the default for real signals.</param>
    /// <param name="returnComplex">Whether the result is complex; if false, it has real and imaginary parts in a last dimension of
    /// 2.</param>
    /// <param name="alignToWindow">Whether frames are aligned to the window, when it is shorter than the transform, instead of to the
    /// transform's length; only without centring.</param>
    /// <exception cref="TorchException">The signal, the window and the lengths do not fit each other.</exception>
    public static Tensor Stft(
        Tensor input, long nFft, long? hopLength = null, long? winLength = null, Tensor? window = null, bool center = true, string padMode = "reflect",
        bool normalized = false, bool? onesided = null, bool? returnComplex = null, bool? alignToWindow = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (center && alignToWindow is not null)
        {
            throw new TorchException("stft align_to_window should only be set when center = false");
        }

        if (center)
        {
            var shape = input.Shape;
            var pad = nFft / 2;
            long[] extended = [.. Enumerable.Repeat(1L, Math.Max(0, 3 - shape.Count)), .. shape];
            var padded = input.View(extended).Pad([pad, pad], padMode);
            input = padded.View([.. padded.Shape.TakeLast(shape.Count == 0 ? padded.NDim : shape.Count)]);
        }

        return input._Stft(nFft, hopLength, winLength, window, normalized, onesided, returnComplex, alignToWindow);
    }
}

/// <summary>Stft as a method.</summary>
public partial class Tensor
{
    /// <summary>The Fourier transforms of a signal's overlapping windows; <c>x.stft()</c>.</summary>
    /// <exception cref="TorchException">The signal, the window and the lengths do not fit each other.</exception>
    public Tensor Stft(
        long nFft, long? hopLength = null, long? winLength = null, Tensor? window = null, bool center = true, string padMode = "reflect",
        bool normalized = false, bool? onesided = null, bool? returnComplex = null, bool? alignToWindow = null) =>
        Torch.Stft(this, nFft, hopLength, winLength, window, center, padMode, normalized, onesided, returnComplex, alignToWindow);
}
