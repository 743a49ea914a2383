using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Several encoder layers, one after the other; <c>torch.nn.TransformerEncoder</c>.</summary>
public sealed partial class TransformerEncoder : EncoderModule
{
    /// <param name="encoderLayer">The layer that is copied: each copy starts with its weights.</param>
    /// <param name="numLayers">The number of copies.</param>
    /// <param name="norm">A module applied after the last layer.</param>
    /// <param name="enableNestedTensor">Whether padded positions are skipped in evaluation mode, by nested tensors, where that is
    /// faster.</param>
    /// <param name="maskCheck">Whether it is checked first that the padding is at the end of each sequence.</param>
    public TransformerEncoder(
        TransformerEncoderLayer encoderLayer, long numLayers, Module<Tensor, Tensor>? norm = null, bool enableNestedTensor = true, bool maskCheck = true)
    {
        ArgumentNullException.ThrowIfNull(encoderLayer);
        (NumLayers, EnableNestedTensor, MaskCheck) = (numLayers, enableNestedTensor, maskCheck);
        Layers = [.. ModuleCopy.Several(encoderLayer, numLayers)];
        Norm = norm;
        var reason = WhyNotNested(encoderLayer);
        UsesNestedTensor = enableNestedTensor && reason is null;
        if (enableNestedTensor && reason is not null && LibraryCalls.IsAtLeast(2, 0))
        {
            Warnings.Warn($"enable_nested_tensor is True, but self.use_nested_tensor is False because encoder_layer.{reason}");
        }
    }

    /// <summary>The layers.</summary>
    public ModuleList<TransformerEncoderLayer> Layers { get; }

    /// <summary>The number of layers.</summary>
    public long NumLayers { get; }

    /// <summary>The module applied after the last layer, if any.</summary>
    public Module<Tensor, Tensor>? Norm { get; set; }

    /// <summary>Whether padded positions may be skipped in evaluation mode.</summary>
    public bool EnableNestedTensor { get; }

    /// <summary>Whether it is checked first that the padding is at the end of each sequence.</summary>
    public bool MaskCheck { get; }

    private bool UsesNestedTensor { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask, bool? isCausal)
    {
        ArgumentNullException.ThrowIfNull(src);
        (mask, srcKeyPaddingMask) = TransformerMasks.Canonical(src, mask, "mask", srcKeyPaddingMask, "src_key_padding_mask");
        var first = Layers[0];
        var present = IsNestedPath(first, src, mask, srcKeyPaddingMask) ? srcKeyPaddingMask!.LogicalNot() : null;
        var output = present is null ? src : Torch._NestedTensorFromMask(src, present, maskCheck: false);
        var causal = TransformerMasks.IsCausal(mask, isCausal, src, first.SelfAttn.BatchFirst);
        foreach (var layer in Layers)
        {
            output = layer.Call(output, mask, present is null ? srcKeyPaddingMask : null, causal);
        }

        if (present is not null)
        {
            output = output.ToPaddedTensor(0, LibraryCalls.IsAtLeast(2, 0) ? (IntList)src.Shape : default);
        }

        return Norm is null ? output : Norm.Call(output);
    }

    private static string? WhyNotNested(TransformerEncoderLayer layer) =>
        layer.NormFirst ? "norm_first was True"
        : !layer.SelfAttn.BatchFirst ? "self_attn.batch_first was not True(use batch_first for better inference performance)"
        : layer.SelfAttn.InProjBias is null ? "self_attn was passed bias=False"
        : !layer.HasKnownActivation ? "activation_relu_or_gelu was not True"
        : layer.SelfAttn.NumHeads % 2 == 1 ? "self_attn.num_heads is odd"
        : null;

    private bool IsNestedPath(TransformerEncoderLayer first, Tensor src, Tensor? mask, Tensor? padding) =>
        UsesNestedTensor && !first.Training && src.NDim == 3 && padding is not null
        && (!MaskCheck || Torch._NestedTensorFromMaskLeftAligned(src, padding.LogicalNot()))
        && !src.IsNested && mask is null && !AttentionFastPath.IsAutocast && AttentionFastPath.AreReachable(src) && !first.IsRecorded(src);
}
