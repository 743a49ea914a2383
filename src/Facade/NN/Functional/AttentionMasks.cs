using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The masks of multi-head attention, as floats that are added to the scores.</summary>
internal static class AttentionMasks
{
    /// <summary>A mask of floats: true becomes -inf.</summary>
    public static Tensor? Canonical(Tensor? mask, string name, DType? other, DType target, string otherName = "attn_mask") =>
        InFloats(Checked(mask, name, other, otherName), target);

    /// <summary>
    /// Checks that the mask is of bools or floats, and returns it. PyTorch 1 converts it to floats only after it is merged with the padding
    /// mask.
    /// </summary>
    public static Tensor? Checked(Tensor? mask, string name, DType? other = null, string otherName = "attn_mask")
    {
        if (mask is null)
        {
            return null;
        }

        var isOld = !LibraryCalls.IsAtLeast(2, 0) && name == "attn_mask";
        if (isOld && mask.DType == DType.UInt8)
        {
            Warnings.Warn("Byte tensor for attn_mask in nn.MultiheadAttention is deprecated. Use bool tensor instead.");
            mask = mask.Bool();
        }

        var dtype = mask.DType;
        if (dtype != DType.Bool && !dtype.IsFloatingPoint)
        {
            throw new TorchException(isOld
                ? $"Only float, byte, and bool types are supported for attn_mask, not {dtype}"
                : $"only bool and floating types of {name} are supported");
        }

        if (other is not null && dtype != other)
        {
            Warnings.Warn($"Support for mismatched {name} and {otherName} is deprecated. Use same type for both instead.");
        }

        return mask;
    }

    /// <summary>A mask of bools converted to floats.</summary>
    public static Tensor? InFloats(Tensor? mask, DType target) =>
        mask is not { DType.ScalarType: ScalarType.Bool } ? mask : mask.ZerosLike(dtype: target).MaskedFill_(mask, double.NegativeInfinity);

    /// <summary>The mask with a dimension for the heads.</summary>
    public static Tensor? WithHeads(Tensor? mask, long heads, long targets, long sources)
    {
        switch (mask?.NDim)
        {
            case null:
                return null;
            case 2:
                Require(mask, targets, sources);
                return mask.Unsqueeze(0);
            case 3:
                Require(mask, heads, targets, sources);
                return mask;
            default:
                throw new TorchException($"attn_mask's dimension {mask.NDim} is not supported");
        }
    }

    /// <summary>The masks with one more source, which is not masked.</summary>
    public static (Tensor? Mask, Tensor? Padding) WithOneMore(Tensor? mask, Tensor? padding) => (mask?.Pad([0, 1]), padding?.Pad([0, 1]));

    /// <summary>The attention mask and the padding mask merged into one.</summary>
    public static Tensor? WithPadding(Tensor? mask, Tensor? padding, long batch, long heads, long sources)
    {
        if (padding is null)
        {
            return mask;
        }

        for (var d = 0; d < 2; d++)
        {
            var expected = d == 0 ? batch : sources;
            if (padding.Shape[d] != expected)
            {
                if (!LibraryCalls.IsAtLeast(2, 0))
                {
                    throw new TorchException($"expecting key_padding_mask shape of {PythonText.Tuple(batch, sources)}, but got {padding.Shape}");
                }

                throw new TorchException($"Expected key_padded_mask.shape[{d}] to be {expected}, but got {padding.Shape[d]}");
            }
        }

        padding = padding.View(batch, 1, 1, sources).Expand(-1, heads, -1, -1).Reshape(batch * heads, 1, sources);
        return mask is null ? padding
            : LibraryCalls.IsAtLeast(2, 0) ? mask + padding
            : mask.DType == DType.Bool ? mask.LogicalOr(padding)
            : mask.MaskedFill(padding, double.NegativeInfinity);
    }

    private static void Require(Tensor mask, params ReadOnlySpan<long> expected)
    {
        if (!mask.Shape.SequenceEqual(expected.ToArray()))
        {
            throw new TorchException(
                $"The shape of the {expected.Length}D attn_mask is {mask.Shape}, but should be {PythonText.Tuple(expected)}.");
        }
    }
}
