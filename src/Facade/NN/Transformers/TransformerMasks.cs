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
    public static bool IsCausal(Tensor? mask, bool? isCausal, Tensor sequence, bool batchFirst)
    {
        if (isCausal is not null || mask is null || !LibraryCalls.IsAtLeast(2, 0))
        {
            return isCausal == true;
        }

        var size = sequence.IsNested ? mask.Size(-2) : sequence.Size(sequence.NDim != 2 && batchFirst ? 1 : 0);
        var causal = Causal(size, mask.Device, mask.DType);
        return mask.Shape == causal.Shape && mask.Eq(causal).All().Item<bool>();
    }
}
