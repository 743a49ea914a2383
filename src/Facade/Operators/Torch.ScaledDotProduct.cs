using LibTorch.Interop;

namespace LibTorch;

/// <summary>Scaled dot product attention, an operator of libtorch since 2.0.</summary>
public abstract partial class Torch
{
    /// <summary>
    /// The average of the values, weighted by the softmax of the keys' products with each query;
    /// <c>torch.nn.functional.scaled_dot_product_attention</c>.
    /// </summary>
    /// <param name="query">The queries: [..., L, E].</param>
    /// <param name="key">The keys: [..., S, E].</param>
    /// <param name="value">The values: [..., S, Ev].</param>
    /// <param name="attnMask">Bools that are true where a query may attend to a key, or numbers to add to the scores; null for no
    /// mask.</param>
    /// <param name="dropoutP">The probability of dropping a weight; applied also outside of training.</param>
    /// <param name="isCausal">Whether a query attends only to keys up to its own position.</param>
    /// <param name="scale">The factor of the products; 1 / sqrt(E) unless given.</param>
    /// <param name="enableGqa">Whether several query heads share one head of keys and values.</param>
    /// <remarks>On libtorch 1.13, attention is composed of the operators that later versions use where they have no fused kernel.</remarks>
    /// <exception cref="TorchException">Shapes or dtypes do not fit.</exception>
    [Operator("aten::scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0., bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor")]
    public static Tensor ScaledDotProductAttention(
        Tensor query,
        Tensor key,
        Tensor value,
        Tensor? attnMask = null,
        double dropoutP = 0,
        bool isCausal = false,
        double? scale = null,
        bool enableGqa = false) => LibraryCalls.IsAtLeast(2, 0)
        ? _ScaledDotProductAttention(query, key, value, attnMask, dropoutP, isCausal, scale, enableGqa)
        : ComposedAttention(NullCheck.Of(query), NullCheck.Of(key), NullCheck.Of(value), attnMask, dropoutP, isCausal, scale, enableGqa);

    // The operators of libtorch 2's _scaled_dot_product_attention_math, one by one.
    private static Tensor ComposedAttention(
        Tensor query, Tensor key, Tensor value, Tensor? mask, double dropout, bool isCausal, double? scale, bool enableGqa)
    {
        if (isCausal && mask is not null)
        {
            throw new TorchException("_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True");
        }

        if (enableGqa)
        {
            key = key.RepeatInterleave(query.Shape[-3] / key.Shape[-3], -3);
            value = value.RepeatInterleave(query.Shape[-3] / value.Shape[-3], -3);
        }

        // Both operands are multiplied by the scale's square root, so that neither product exceeds the range of half precision.
        var root = Math.Sqrt(scale ?? 1 / Math.Sqrt(query.Shape[-1]));
        mask = isCausal ? Ones([query.Shape[-2], key.Shape[-2]], dtype: LibTorch.DType.Bool, device: query.Device).Tril() : mask;
        if (mask is not null && mask.DType == LibTorch.DType.Bool)
        {
            mask = Zeros(mask.Shape, dtype: query.DType, device: query.Device).MaskedFill_(mask.LogicalNot(), double.NegativeInfinity);
        }

        var weights = (query * root).Matmul(key.Transpose(-2, -1) * root);
        weights = (mask is null ? weights : weights.Add_(mask)).Softmax(-1);
        return (dropout > 0 ? Dropout(weights, dropout, train: true) : weights).Matmul(value);
    }
}
