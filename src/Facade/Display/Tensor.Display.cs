using LibTorch.Interop;

namespace LibTorch;

/// <summary>The tensor's text.</summary>
public sealed partial class Tensor
{
    /// <summary>PyTorch's text of it, under the options of <see cref="Torch.SetPrintOptions"/>; <c>repr(x)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public override string ToString()
    {
        if (Has(TensorFlags.Wrapped))
        {
            return WrappedText.Of(this);
        }

        var options = Torch.GetPrintOptions();
        return TorchFormatter.Format(DisplayReader.Read(this, options), options);
    }

    /// <summary>The text in PyTorch's form or, of the values alone, in numpy's; <c>repr(x)</c> or <c>str(x.numpy())</c>.</summary>
    /// <exception cref="NotSupportedException">numpy's text of a tensor without values (meta).</exception>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public string ToString(TensorFormat format) => format switch
    {
        TensorFormat.PyTorch => ToString(),
        TensorFormat.NumPy => NumPyFormatter.Format(
            DisplayReader.ReadValues(this, NumPyFormatter.Threshold, NumPyFormatter.EdgeItems), NumPyOfItsTime()),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    // There is no numpy to ask. libtorch 2.3 was the first for numpy 2.0, and 2.8 came with numpy 2.3.
    private static NumPyRules NumPyOfItsTime() => new(LibraryCalls.IsAtLeast(2, 3), LibraryCalls.IsAtLeast(2, 8));
}
