namespace LibTorch;

/// <summary>torch.stft, which pads the signal before its operator takes over.</summary>
public abstract partial class Torch
{
    /// <summary>The Fourier transforms of a signal's overlapping windows; <c>torch.stft</c>.</summary>
    /// <param name="input">A signal (L), or several (N, L).</param>
    /// <param name="nFft">The transform's length.</param>
    /// <param name="hopLength">The step between windows; a quarter of the length unless given.</param>
    /// <param name="winLength">The window's length; the transform's unless given.</param>
    /// <param name="window">The window function; ones unless given.</param>
    /// <param name="center">Whether the signal is padded, so that a window is centred where it begins.</param>
    /// <param name="padMode">How it is padded, as in <c>Pad</c>.</param>
    /// <param name="normalized">Whether the result is divided by the root of the transform's length.</param>
    /// <param name="onesided">Whether only half is returned, the rest being its mirror; so for real signals.</param>
    /// <param name="returnComplex">Whether the result is complex, or pairs of reals.</param>
    /// <param name="alignToWindow">Whether windows begin where the signal does, though they are shorter than the transform; only without centring.</param>
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
