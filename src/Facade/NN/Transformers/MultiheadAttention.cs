using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Multi-head attention; <c>torch.nn.MultiheadAttention</c>: <c>var (output, weights) = attention.Call(x, x, x)</c>.</summary>
/// <remarks>Its hooks see query, key and value, as they do in Python where the masks are given by name.</remarks>
public sealed partial class MultiheadAttention : Module<Tensor, Tensor, Tensor, (Tensor Output, Tensor? Weights)>
{
    /// <param name="embedDim">E: the width of queries and outputs.</param>
    /// <param name="numHeads">The number of attention heads, into which E is divided.</param>
    /// <param name="dropout">The probability of dropout of the weights, in training.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="addBiasKv">Whether a learned key and value are added to the sources.</param>
    /// <param name="addZeroAttn">Whether a source of zeros is added.</param>
    /// <param name="kdim">The width of keys; E unless given.</param>
    /// <param name="vdim">The width of values; E unless given.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <exception cref="TorchException">E cannot be divided into the heads.</exception>
    public MultiheadAttention(
        long embedDim, long numHeads, double dropout = 0, bool bias = true, bool addBiasKv = false, bool addZeroAttn = false,
        long? kdim = null, long? vdim = null, bool batchFirst = false, Device? device = null, DType? dtype = null)
    {
        RequireSizes(embedDim, numHeads);
        (EmbedDim, NumHeads, Dropout, AddZeroAttn, BatchFirst) = (embedDim, numHeads, dropout, addZeroAttn, batchFirst);
        (Kdim, Vdim, HeadDim) = (kdim ?? embedDim, vdim ?? embedDim, embedDim / numHeads);
        Parameter Made(params ReadOnlySpan<long> shape) => new(Torch.Empty(shape, dtype: dtype, device: device));
        if (Kdim == embedDim && Vdim == embedDim)
        {
            InProjWeight = Made(3 * embedDim, embedDim);
        }
        else
        {
            (QProjWeight, KProjWeight, VProjWeight) = (Made(embedDim, embedDim), Made(embedDim, Kdim), Made(embedDim, Vdim));
        }

        InProjBias = bias ? Made(3 * embedDim) : null;
        OutProj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, bias, device, dtype);
        if (addBiasKv)
        {
            (BiasK, BiasV) = (Made(1, 1, embedDim), Made(1, 1, embedDim));
        }

        ResetParameters();
    }

    /// <summary>E: the width of queries and outputs.</summary>
    public long EmbedDim { get; }

    /// <summary>The width of keys.</summary>
    public long Kdim { get; }

    /// <summary>The width of values.</summary>
    public long Vdim { get; }

    /// <summary>The number of attention heads, into which E is divided.</summary>
    public long NumHeads { get; }

    /// <summary>The width of a head.</summary>
    public long HeadDim { get; }

    /// <summary>The probability of dropout of the weights, in training.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether a source of zeros is added.</summary>
    public bool AddZeroAttn { get; }

    /// <summary>Whether the batch is the first dimension.</summary>
    public bool BatchFirst { get; }

    /// <summary>The three projections, [3 E, E], where keys and values are as wide as queries.</summary>
    public Parameter? InProjWeight { get; set => AssignOptional(ref field, value); }

    /// <summary>The queries' projection, [E, E], where the widths differ.</summary>
    public Parameter? QProjWeight { get; set => AssignOptional(ref field, value); }

    /// <summary>The keys' projection, [E, Kdim], where the widths differ.</summary>
    public Parameter? KProjWeight { get; set => AssignOptional(ref field, value); }

    /// <summary>The values' projection, [E, Vdim], where the widths differ.</summary>
    public Parameter? VProjWeight { get; set => AssignOptional(ref field, value); }

    /// <summary>The projections' biases, [3 E], if there are any.</summary>
    public Parameter? InProjBias { get; set => AssignOptional(ref field, value); }

    /// <summary>The key that is added to the sources, [1, 1, E], if there is one.</summary>
    public Parameter? BiasK { get; set => AssignOptional(ref field, value); }

    /// <summary>The value that is added to the sources, [1, 1, E], if there is one.</summary>
    public Parameter? BiasV { get; set => AssignOptional(ref field, value); }

    /// <summary>The projection of the outputs.</summary>
    public NonDynamicallyQuantizableLinear OutProj { get; set => Assign(ref field, value); }

    /// <summary>Draws new random values for the parameters, except the output projection's.</summary>
    public void ResetParameters()
    {
        foreach (var weight in new[] { InProjWeight, QProjWeight, KProjWeight, VProjWeight }.OfType<Parameter>())
        {
            Init.XavierUniform_(weight);
        }

        if (InProjBias is not null)
        {
            Init.Zeros_(InProjBias);
            Init.Zeros_(OutProj.Bias!);
        }

        if (BiasK is not null && BiasV is not null)
        {
            Init.XavierNormal_(BiasK);
            Init.XavierNormal_(BiasV);
        }
    }

    /// <summary>Applies the module and runs its hooks; <c>attention(query, key, value)</c>.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, bool, bool)"/>
    public (Tensor Output, Tensor? Weights) Call(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask = null, bool needWeights = true, Tensor? attnMask = null,
        bool averageAttnWeights = true, bool isCausal = false) => HasHooks
        ? Hooked(query, key, value, keyPaddingMask, needWeights, attnMask, averageAttnWeights, isCausal)
        : Forward(query, key, value, keyPaddingMask, needWeights, attnMask, averageAttnWeights, isCausal);

    /// <inheritdoc/>
    public override (Tensor Output, Tensor? Weights) Forward(Tensor input1, Tensor input2, Tensor input3) =>
        Forward(input1, input2, input3, null, true, null, true, false);

    /// <summary>Computes the module's output. Use <c>Call</c> to run the module: only that runs the hooks.</summary>
    /// <param name="query">(L, N, E), (N, L, E) where the batch comes first, or (L, E).</param>
    /// <param name="key">(S, N, Kdim), (N, S, Kdim) or (S, Kdim).</param>
    /// <param name="value">(S, N, Vdim), (N, S, Vdim) or (S, Vdim).</param>
    /// <param name="keyPaddingMask">(N, S): bools that are true where a source is ignored, or floats that are added to the scores.</param>
    /// <param name="needWeights">Whether the weights are returned.</param>
    /// <param name="attnMask">(L, S) or (N heads, L, S): bools that are true where a target must not attend, or floats that are added to
    /// the scores.</param>
    /// <param name="averageAttnWeights">Whether the weights are averaged over the heads.</param>
    /// <param name="isCausal">A hint that the mask is causal, which libtorch makes use of since 2.0.</param>
    /// <returns>The outputs, in the queries' shape, and the weight of each source for each target.</returns>
    /// <remarks>In evaluation mode, self-attention without gradients is a single operator of libtorch, as in Python.</remarks>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public (Tensor Output, Tensor? Weights) Forward(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, bool needWeights, Tensor? attnMask, bool averageAttnWeights, bool isCausal)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        var hasFloatMask = keyPaddingMask is { DType.IsFloatingPoint: true } || attnMask is { DType.IsFloatingPoint: true };
        if (isNew)
        {
            keyPaddingMask = AttentionMasks.Canonical(keyPaddingMask, "key_padding_mask", attnMask?.DType, query.DType);
            attnMask = AttentionMasks.Canonical(attnMask, "attn_mask", null, query.DType);
        }
        else
        {
            _ = AttentionMasks.Checked(keyPaddingMask, "key_padding_mask");
        }

        var reason = AttentionFastPath.WhyNot(this, query, key, value, keyPaddingMask, attnMask, hasFloatMask);
        if (reason is null)
        {
            return AttentionFastPath.Run(this, query, key, value, keyPaddingMask, needWeights, attnMask, averageAttnWeights);
        }

        if (query.IsNested || key.IsNested || value.IsNested)
        {
            throw new TorchException($"MultiheadAttention does not support NestedTensor outside of its fast path. The fast path was not hit because {reason}");
        }

        var swapped = BatchFirst && query.NDim == 3;
        if (swapped)
        {
            // Query, key and value that are the same tensor stay the same after transposing, because that decides how they are projected.
            var (bareQuery, bareKey) = (query, key);
            query = query.Transpose(1, 0);
            key = ReferenceEquals(bareKey, bareQuery) && ReferenceEquals(value, bareKey) ? query : key.Transpose(1, 0);
            value = ReferenceEquals(value, bareKey) ? key : value.Transpose(1, 0);
        }

        var (output, weights) = Functional.MultiHeadAttentionForward(
            query, key, value, EmbedDim, NumHeads, InProjWeight, InProjBias, BiasK, BiasV, AddZeroAttn, Dropout, OutProj.Weight, OutProj.Bias, Training,
            keyPaddingMask, needWeights, attnMask, InProjWeight is null, QProjWeight, KProjWeight, VProjWeight,
            averageAttnWeights: averageAttnWeights, isCausal: isCausal && (isNew || attnMask is null));
        return (swapped ? output.Transpose(1, 0) : output, weights);
    }

    private (Tensor Output, Tensor? Weights) Hooked(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, bool needWeights, Tensor? attnMask, bool averageAttnWeights, bool isCausal) =>
        CallWithHooks(
            (query, key, value),
            given => Forward(given.Input1, given.Input2, given.Input3, keyPaddingMask, needWeights, attnMask, averageAttnWeights, isCausal));

    private static void RequireSizes(long embedDim, long numHeads)
    {
        if (LibraryCalls.IsAtLeast(2, 6) && (embedDim <= 0 || numHeads <= 0))
        {
            throw new TorchValueException($"embed_dim and num_heads must be greater than 0, got embed_dim={embedDim} and num_heads={numHeads} instead");
        }

        if (numHeads == 0)
        {
            throw new DivideByZeroException("The number of heads is 0.");
        }

        if (embedDim % numHeads != 0)
        {
            throw new TorchException("embed_dim must be divisible by num_heads");
        }
    }
}
