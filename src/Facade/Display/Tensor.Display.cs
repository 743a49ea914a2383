using LibTorch.Interop;

namespace LibTorch;

/// <summary>The tensor's text.</summary>
public partial class Tensor
{
    /// <summary>PyTorch's text of it, under the options of <see cref="Torch.SetPrintOptions"/>; <c>repr(x)</c>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public override string ToString() => Text();

    /// <summary>PyTorch's text of the values and the tensor's other properties.</summary>
    private protected string Text()
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
        TensorFormat.NumPy => NumPyText(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The dimensions' names; null where none has one.</summary>
    internal string?[]? DimensionNames() => Has(TensorFlags.Named) ? TensorCalls.Names(this) : null;

    // Without names, as Python does to print a tensor, because some operators that this needs do not support names.
    internal Tensor WithoutNames() => Has(TensorFlags.Named) ? Torch.Ops["aten::rename"].InvokeTensor(this, null) : Detach();

    // One line for a debugger, without reading elements.
    private string DebuggerText => IsDisposed ? "disposed" : $"{DType.ToString()["torch.".Length..]}{(IsNested ? "[nested]" : $"[{string.Join(", ", Shape)}]")} on {Device}{(RequiresGrad ? ", requires grad" : "")}";

    private string NumPyText()
    {
        using var inside = Has(TensorFlags.Wrapped) ? OutsideTransforms.Inside(this) : null;
        return NumPyFormatter.Format(DisplayReader.ReadValues(inside ?? this, NumPyFormatter.Threshold, NumPyFormatter.EdgeItems), NumPyOfItsTime());
    }

    // There is no numpy whose version could be asked for, so libtorch's version decides: 2.3 was the first for numpy 2.0, and 2.8 came with
    // numpy 2.3.
    private static NumPyRules NumPyOfItsTime() => new(LibraryCalls.IsAtLeast(2, 3), LibraryCalls.IsAtLeast(2, 8));
}
