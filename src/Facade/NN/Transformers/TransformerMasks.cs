using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The masks of transformers.</summary>
internal static class TransformerMasks
{
    /// <summary>The masks as numbers that are added, which libtorch 2's Python makes of them at once; before, one of them was only looked at.</summary>
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

    /// <summary>Whether the mask is the causal one, as is said, or as it shows where nothing is said; libtorch 1 makes no use of that.</summary>
    /// <exception cref="TorchIndexException">The sequence has too few dimensions, from libtorch 2.1 on, whose Python reads its length in any case.</exception>
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
