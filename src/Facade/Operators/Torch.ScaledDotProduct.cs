using LibTorch.Interop;

namespace LibTorch;

/// <summary>Attention, which libtorch has an operator for since 2.0.</summary>
public abstract partial class Torch
{
    /// <summary>The values, weighted by how well their keys fit the queries; <c>torch.nn.functional.scaled_dot_product_attention</c>.</summary>
    /// <param name="query">What is looked for: [..., L, E].</param>
    /// <param name="key">What is there: [..., S, E].</param>
    /// <param name="value">What is given for each key: [..., S, Ev].</param>
    /// <param name="attnMask">True where a key may be seen, or numbers to add; null for none.</param>
    /// <param name="dropoutP">Which part of the weights is dropped, also outside of training.</param>
    /// <param name="isCausal">Whether a query sees only the keys up to its own place.</param>
    /// <param name="scale">What the products are multiplied by; one over the root of E unless given.</param>
    /// <param name="enableGqa">Whether several heads of the query share one of the keys and values.</param>
    /// <remarks>On libtorch 1.13 it is composed of the operators that later ones compute it from where they have no faster way.</remarks>
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

    // libtorch 2's _scaled_dot_product_attention_math, operator by operator.
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

        // The root goes to both sides, so that neither product grows beyond what half precision holds.
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
