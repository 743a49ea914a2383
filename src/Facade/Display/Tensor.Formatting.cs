using LibTorch.Interop;

namespace LibTorch;

/// <summary>The text in an interpolated string.</summary>
public partial class Tensor : ISpanFormattable
{
    /// <summary>
    /// With a format, the value of a 0-dim tensor as a number; without one, <see cref="ToString()"/>, as <c>print(x)</c> shows it;
    /// <c>f"{x:.4f}"</c>.
    /// </summary>
    /// <param name="format">.NET's format of a number, such as F4.</param>
    /// <param name="formatProvider">The culture that the number is written in; the current one unless given.</param>
    /// <exception cref="TorchTypeException">A format was given for a tensor that is not a single number.</exception>
    /// <exception cref="FormatException">The number has no such format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (string.IsNullOrEmpty(format))
        {
            return ToString();
        }

        var info = TensorCalls.Info(this);
        if (info.Dimensions != 0 || info.DeviceType == (int)DeviceType.Meta)
        {
            throw new TorchTypeException("unsupported format string passed to Tensor.__format__");
        }

        var number = Item();
        return number.Kind switch
        {
            ScalarKind.Float => number.ToDouble().ToString(format, formatProvider),
            ScalarKind.Complex => number.ToComplex().ToString(format, formatProvider),
            _ => number.ToInt64().ToString(format, formatProvider),
        };
    }

    /// <inheritdoc/>
    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString(format.ToString(), provider);
        var fits = text.TryCopyTo(destination);
        charsWritten = fits ? text.Length : 0;
        return fits;
    }
}
