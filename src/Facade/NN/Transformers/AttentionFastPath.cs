using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// Self-attention as a single fused operator of libtorch, in the cases where the running version's Python uses it: the last bits differ
/// from the composed operators'.
/// </summary>
internal static class AttentionFastPath
{
    private static Operator? _operator;

    /// <summary>The reason why the fast path is not taken, in Python's words; null if it is taken.</summary>
    public static string? WhyNot(
        MultiheadAttention module, Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, Tensor? attnMask, bool hasFloatMask)
    {
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        return query.NDim != 3 ? $"input not batched; expected query.dim() of 3 but got {query.NDim}"
            : !ReferenceEquals(query, key) || !ReferenceEquals(key, value) ? "non-self attention was used (query, key, and value are not the same Tensor)"
            : module.InProjBias is { } bias && query.DType != bias.DType ? $"dtypes of query ({query.DType}) and self.in_proj_bias ({bias.DType}) don't match"
            : module.InProjWeight is not { } weight ? (isNew ? "in_proj_weight was None" : "_qkv_same_embed_dim was not True")
            : query.DType != weight.DType ? $"dtypes of query ({query.DType}) and self.in_proj_weight ({weight.DType}) don't match"
            : module.Training ? "training is enabled"
            : isNew && module.NumHeads % 2 != 0 ? "self.num_heads is not even"
            : !module.BatchFirst ? "batch_first was not True"
            : module.BiasK is not null ? "self.bias_k was not None"
            : !isNew && module.Dropout != 0 ? $"dropout was {PythonText.Float(module.Dropout)}, required zero"
            : module.AddZeroAttn ? "add_zero_attn was enabled"
            : isNew ? WhyNotByMasks(query, keyPaddingMask, attnMask, hasFloatMask) ?? WhyNotByTensors(module, query)
            : attnMask is not null ? "attn_mask was not None"
            : query.IsNested && keyPaddingMask is not null ? "key_padding_mask is not supported with NestedTensor input"
            : module.NumHeads % 2 != 0 ? "num_heads is odd"
            : WhyNotByTensors(module, query);
    }

    /// <summary>Computes the module's output with libtorch's fused operator.</summary>
    public static (Tensor Output, Tensor? Weights) Run(
        MultiheadAttention module, Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask, bool needWeights, Tensor? attnMask, bool average)
    {
        var (mask, kind) = Merged(module, query, keyPaddingMask, attnMask);
        using var call = new CallFrame(_operator ??= Operator.Resolve("aten::_native_multi_head_attention"), 13);
        call.Add(query);
        call.Add(key);
        call.Add(value);
        call.Add(module.EmbedDim);
        call.Add(module.NumHeads);
        call.Add(module.InProjWeight!);
        call.Add(module.InProjBias!);
        call.Add(module.OutProj.Weight);
        call.Add(module.OutProj.Bias!);
        call.AddOptional(mask);
        call.Add(needWeights);
        call.Add(average);
        call.Add(kind);
        call.Invoke();
        return (call.Tensor(0), call.OptionalTensor(1));
    }

    /// <summary>Both masks merged into one, and its kind: 1 for a padding mask, 2 for both.</summary>
    public static (Tensor? Mask, long? Kind) Merged(MultiheadAttention module, Tensor query, Tensor? keyPaddingMask, Tensor? attnMask)
    {
        if (attnMask is null)
        {
            return (keyPaddingMask, keyPaddingMask is null ? null : 1);
        }

        var (batch, length) = (query.Shape[0], query.Shape[1]);
        var mask = attnMask.NDim == 3
            ? attnMask.View(batch, -1, length, length)
            : attnMask.View(1, 1, length, length).Expand(batch, module.NumHeads, -1, -1);
        return (keyPaddingMask is null ? mask : mask + keyPaddingMask.View(batch, 1, 1, length).Expand(-1, module.NumHeads, -1, -1), 2);
    }

    /// <summary>Whether autocast is on for CUDA, the only device that Python checks here.</summary>
    public static bool IsAutocast => Torch.IsAutocastEnabled(Device.Cuda);

    /// <summary>Whether the fused kernels support the devices of all these tensors.</summary>
    public static bool AreReachable(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (tensor is { IsCpu: false, IsCuda: false })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether operations on one of these tensors are recorded for a backward pass.</summary>
    public static bool IsRecorded(params ReadOnlySpan<Tensor?> tensors)
    {
        if (!Torch.IsGradEnabled())
        {
            return false;
        }

        foreach (var tensor in tensors)
        {
            if (tensor is { RequiresGrad: true })
            {
                return true;
            }
        }

        return false;
    }

    private static string? WhyNotByMasks(Tensor query, Tensor? keyPaddingMask, Tensor? attnMask, bool hasFloatMask) =>
        query.IsNested && (keyPaddingMask is not null || attnMask is not null)
            ? "supplying both src_key_padding_mask and src_mask at the same time                                  is not supported with NestedTensor input"
            : hasFloatMask ? "floating-point masks are not supported for fast path." : null;

    private static string? WhyNotByTensors(MultiheadAttention module, Tensor query)
    {
        if (IsAutocast)
        {
            return "autocast is enabled";
        }

        if (module.InProjBias is null)
        {
            return "self_attn was passed bias=False";
        }

        ReadOnlySpan<Tensor?> tensors = [query, module.InProjWeight, module.InProjBias, module.OutProj.Weight, module.OutProj.Bias];
        return !AreReachable(tensors) ? "some Tensor argument is neither CUDA nor CPU"
            : IsRecorded(tensors) ? "grad is enabled and at least one of query or the input/output projection weights or biases requires_grad"
            : null;
    }
}
