using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The masks of transformers.</summary>
internal static class TransformerMasks
{
    /// <summary>
    /// The masks as floats that are added to the scores. libtorch 2's Python converts them here; PyTorch 1 only checks the padding mask.
    /// </summary>
    public static (Tensor? Mask, Tensor? Padding) Canonical(Tensor src, Tensor? mask, string maskName, Tensor? padding, string paddingName)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            _ = AttentionMasks.Checked(padding, "key_padding_mask");
            return (mask, padding);
        }

        padding = AttentionMasks.Canonical(padding, paddingName, mask?.DType, src.DType, maskName);
        return (AttentionMasks.Canonical(mask, maskName, null, src.DType), padding);
    }

    /// <summary>Minus infinity above the diagonal.</summary>
    public static Tensor Causal(long size, Device? device, DType? dtype) => Torch.Full([size, size], double.NegativeInfinity, dtype: dtype, device: device).Triu(1);

    /// <summary>
    /// Whether the mask is causal, as given, or detected if not given; always false on libtorch 1, which makes no use of that.
    /// </summary>
    /// <exception cref="TorchIndexException">The sequence has too few dimensions; only from libtorch 2.1 on, whose Python always reads the
    /// sequence's length.</exception>
    public static bool IsCausal(Tensor? mask, bool? isCausal, Tensor sequence, bool batchFirst)
    {
        var length = LibraryCalls.IsAtLeast(2, 1) && !sequence.IsNested ? Length(sequence, batchFirst) : (long?)null;
        if (isCausal is not null || mask is null || !LibraryCalls.IsAtLeast(2, 0))
        {
            return isCausal == true;
        }

        var causal = Causal(length ?? (sequence.IsNested ? mask.Size(-2) : Length(sequence, batchFirst)), mask.Device, mask.DType);
        return mask.Shape == causal.Shape && mask.Eq(causal).All().Item<bool>();
    }

    private static long Length(Tensor sequence, bool batchFirst)
    {
        var place = sequence.NDim != 2 && batchFirst ? 1 : 0;
        return place < sequence.NDim ? sequence.Size(place) : throw new TorchIndexException("tuple index out of range");
    }
}
