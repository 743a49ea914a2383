using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Multi-head attention.</summary>
public static partial class Functional
{
    /// <summary>
    /// Multi-head attention, and the weight of each source for each target; <c>torch.nn.functional.multi_head_attention_forward</c>.
    /// </summary>
    /// <param name="query">(L, N, E), or (L, E) without a batch.</param>
    /// <param name="key">(S, N, E), or (S, E).</param>
    /// <param name="value">(S, N, E), or (S, E).</param>
    /// <param name="embedDimToCheck">The E that is expected.</param>
    /// <param name="numHeads">The number of attention heads, into which E is divided.</param>
    /// <param name="inProjWeight">(3 E, E); null if the three projections are given separately.</param>
    /// <param name="inProjBias">(3 E).</param>
    /// <param name="biasK">A key that is added to the sources, (1, 1, E).</param>
    /// <param name="biasV">A value that is added to the sources, (1, 1, E).</param>
    /// <param name="addZeroAttn">Whether a source of zeros is added.</param>
    /// <param name="dropoutP">The probability of dropout, in training.</param>
    /// <param name="outProjWeight">(E, E).</param>
    /// <param name="outProjBias">(E).</param>
    /// <param name="training">Whether dropout is applied.</param>
    /// <param name="keyPaddingMask">(N, S): bools that are true where a source is ignored, or floats that are added to the scores.</param>
    /// <param name="needWeights">Whether the weights are returned.</param>
    /// <param name="attnMask">(L, S) or (N heads, L, S): bools that are true where a target must not attend, or floats that are added to
    /// the scores.</param>
    /// <param name="useSeparateProjWeight">Whether the three projections are given separately.</param>
    /// <param name="qProjWeight">(E, E).</param>
    /// <param name="kProjWeight">(E, Ek).</param>
    /// <param name="vProjWeight">(E, Ev).</param>
    /// <param name="staticK">Keys that are already projected and split into heads, (N heads, S, E/heads).</param>
    /// <param name="staticV">Values that are already projected and split into heads.</param>
    /// <param name="averageAttnWeights">Whether the weights are averaged over the heads.</param>
    /// <param name="isCausal">A hint that the mask is causal.</param>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public static (Tensor Output, Tensor? Weights) MultiHeadAttentionForward(
        Tensor query, Tensor key, Tensor value, long embedDimToCheck, long numHeads, Tensor? inProjWeight, Tensor? inProjBias, Tensor? biasK, Tensor? biasV,
        bool addZeroAttn, double dropoutP, Tensor outProjWeight, Tensor? outProjBias, bool training = true, Tensor? keyPaddingMask = null,
        bool needWeights = true, Tensor? attnMask = null, bool useSeparateProjWeight = false, Tensor? qProjWeight = null, Tensor? kProjWeight = null,
        Tensor? vProjWeight = null, Tensor? staticK = null, Tensor? staticV = null, bool averageAttnWeights = true, bool isCausal = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var batched = AttentionShapes.RequireDimensions(query, key, value, keyPaddingMask, attnMask, numHeads);
        if (!batched)
        {
            // Unsqueezing gives three different tensors even if query, key and value were the same one, and this decides how they are
            // projected.
            (query, key, value) = (query.Unsqueeze(1), key.Unsqueeze(1), value.Unsqueeze(1));
            keyPaddingMask = keyPaddingMask?.Unsqueeze(0);
        }

        var isNew = LibraryCalls.IsAtLeast(2, 0);
        keyPaddingMask = isNew
            ? AttentionMasks.Canonical(keyPaddingMask, "key_padding_mask", attnMask?.DType, query.DType)
            : AttentionMasks.Checked(keyPaddingMask, "key_padding_mask");
        if (isCausal && attnMask is null)
        {
            throw new TorchException(
                "Need attn_mask if specifying the is_causal hint. You may use the Transformer module method `generate_square_subsequent_mask` to create this mask.");
        }

        if (isCausal && keyPaddingMask is null && !needWeights)
        {
            attnMask = null;
        }
        else
        {
            attnMask = isNew ? AttentionMasks.Canonical(attnMask, "attn_mask", null, query.DType) : attnMask;
            isCausal &= keyPaddingMask is null;
        }

        var (length, batch, width) = (query.Shape[0], query.Shape[1], query.Shape[2]);
        AttentionShapes.RequireHeads(width, embedDimToCheck, numHeads);
        AttentionShapes.RequireSources(key, value, useSeparateProjWeight);
        var (q, k, v) = useSeparateProjWeight
            ? AttentionProjection.Separate(query, key, value, qProjWeight, kProjWeight, vProjWeight, inProjBias)
            : AttentionProjection.Packed(query, key, value, inProjWeight, inProjBias);

        attnMask = isNew ? attnMask : AttentionMasks.Checked(attnMask, "attn_mask");
        attnMask = AttentionMasks.WithHeads(attnMask, batch * numHeads, length, key.Shape[0]);
        if (biasK is not null && biasV is not null)
        {
            AttentionShapes.RequireNoStatic(staticK, staticV);
            k = Torch.Cat([k, biasK.Repeat(1, batch, 1)]);
            v = Torch.Cat([v, biasV.Repeat(1, batch, 1)]);
            (attnMask, keyPaddingMask) = AttentionMasks.WithOneMore(attnMask, keyPaddingMask);
        }
        else
        {
            AttentionShapes.RequireNoBias(biasK, biasV);
        }

        var headWidth = width / numHeads;
        q = q.View(length, batch * numHeads, headWidth).Transpose(0, 1);
        k = AttentionShapes.RequireStatic(staticK, "static_k", batch * numHeads, headWidth) ?? k.View(k.Shape[0], batch * numHeads, headWidth).Transpose(0, 1);
        v = AttentionShapes.RequireStatic(staticV, "static_v", batch * numHeads, headWidth) ?? v.View(v.Shape[0], batch * numHeads, headWidth).Transpose(0, 1);
        if (addZeroAttn)
        {
            long[] zero = [batch * numHeads, 1, headWidth];
            k = Torch.Cat([k, Torch.Zeros(zero, dtype: k.DType, device: k.Device)], dim: 1);
            v = Torch.Cat([v, Torch.Zeros(zero, dtype: v.DType, device: v.Device)], dim: 1);
            (attnMask, keyPaddingMask) = AttentionMasks.WithOneMore(attnMask, keyPaddingMask);
        }

        attnMask = AttentionMasks.InFloats(AttentionMasks.WithPadding(attnMask, keyPaddingMask, batch, numHeads, k.Shape[1]), q.DType);
        var heads = new AttentionHeads(q, k, v, attnMask, batch, numHeads, isCausal, training ? dropoutP : 0);
        var (attended, weights) = needWeights || !isNew ? heads.WithWeights() : (heads.WithoutWeights(), null);
        var output = Torch.Linear(attended, outProjWeight, outProjBias);
        output = output.View(length, batch, output.Shape[1]);
        weights = !needWeights ? null : averageAttnWeights ? heads.Average(weights!) : weights;
        return batched ? (output, weights) : (output.Squeeze(1), weights?.Squeeze(0));
    }
}
