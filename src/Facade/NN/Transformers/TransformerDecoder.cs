namespace LibTorch.NN;

/// <summary>Several decoder layers, one after the other; <c>torch.nn.TransformerDecoder</c>.</summary>
/// <param name="decoderLayer">The layer that is copied: each copy starts with its weights.</param>
/// <param name="numLayers">The number of copies.</param>
/// <param name="norm">A module applied after the last layer.</param>
public sealed partial class TransformerDecoder(TransformerDecoderLayer decoderLayer, long numLayers, Module<Tensor, Tensor>? norm = null) : DecoderModule
{
    /// <summary>The layers.</summary>
    public ModuleList<TransformerDecoderLayer> Layers { get; } = [.. ModuleCopy.Several(decoderLayer, numLayers)];

    /// <summary>The number of layers.</summary>
    public long NumLayers { get; } = numLayers;

    /// <summary>The module applied after the last layer, if any.</summary>
    public Module<Tensor, Tensor>? Norm { get; set; } = norm;

    /// <inheritdoc/>
    public override Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask, Tensor? memoryMask, Tensor? tgtKeyPaddingMask, Tensor? memoryKeyPaddingMask,
        bool? tgtIsCausal, bool memoryIsCausal)
    {
        ArgumentNullException.ThrowIfNull(tgt);
        ArgumentNullException.ThrowIfNull(memory);
        var causal = TransformerMasks.IsCausal(tgtMask, tgtIsCausal, tgt, Layers.Count > 0 && Layers[0].SelfAttn.BatchFirst);
        foreach (var layer in Layers)
        {
            tgt = layer.Call(tgt, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, causal, memoryIsCausal);
        }

        return Norm is null ? tgt : Norm.Call(tgt);
    }
}
