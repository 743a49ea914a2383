using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Attention on every libtorch: 1.13, whose Python has none, computes what later ones do.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScaledDotProductTests(PythonSession python)
{
    // The way that PyTorch takes where it has no faster one, in Python.
    private const string Setup = """
        import math
        def attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
            if enable_gqa:
                key = key.repeat_interleave(query.size(-3) // key.size(-3), -3)
                value = value.repeat_interleave(query.size(-3) // value.size(-3), -3)
            root = math.sqrt(scale if scale is not None else 1 / math.sqrt(query.size(-1)))
            if is_causal: attn_mask = torch.ones(query.size(-2), key.size(-2), dtype=torch.bool).tril()
            if attn_mask is not None and attn_mask.dtype == torch.bool:
                attn_mask = torch.zeros(attn_mask.shape, dtype=query.dtype).masked_fill(attn_mask.logical_not(), -math.inf)
            weights = (query * root) @ (key.transpose(-2, -1) * root)
            weights = (weights if attn_mask is None else weights + attn_mask).softmax(-1)
            return (torch.dropout(weights, dropout_p, True) if dropout_p > 0 else weights) @ value
        torch.manual_seed(4)
        q, k, v = torch.randn(2, 4, 5, 8), torch.randn(2, 4, 6, 8), torch.randn(2, 4, 6, 3)
        few, fewv = torch.randn(2, 2, 6, 8), torch.randn(2, 2, 6, 3)
        m = torch.randn(5, 6) > 0
        m[:, 0] = True
        a = torch.randn(4, 5, 6)
        torch.manual_seed(5)
        """;

    [Fact]
    public void It_is_the_sum_of_the_values_by_their_weights()
    {
        Torch.ManualSeed(4);
        Tensor q = Torch.Randn(2, 4, 5, 8), k = Torch.Randn(2, 4, 6, 8), v = Torch.Randn(2, 4, 6, 3), few = Torch.Randn(2, 2, 6, 8), fewValues = Torch.Randn(2, 2, 6, 3);
        var m = Torch.Randn(5, 6) > 0;
        m.Select(1, 0).Fill_(true);
        var a = Torch.Randn(4, 5, 6);
        (string Expression, Func<Tensor> Call)[] calls =
        [
            ("attention(q, k, v)", () => Functional.ScaledDotProductAttention(q, k, v)),
            ("attention(q, k, v, is_causal=True)", () => Functional.ScaledDotProductAttention(q, k, v, isCausal: true)),
            ("attention(q, k, v, m)", () => Functional.ScaledDotProductAttention(q, k, v, m)),
            ("attention(q, k, v, a, scale=0.3)", () => Torch.ScaledDotProductAttention(q, k, v, a, scale: 0.3)),
            ("attention(q[0, 0], k[0, 0], v[0, 0])", () => Functional.ScaledDotProductAttention(q[0, 0], k[0, 0], v[0, 0])),
            ("attention(q.double(), k.double(), v.double(), dropout_p=0.4)", () => Functional.ScaledDotProductAttention(q.Double(), k.Double(), v.Double(), dropoutP: 0.4)),
        ];
        foreach (var (expression, call) in calls)
        {
            Torch.ManualSeed(5);
            Compare(expression, call());
        }

        if (!LibraryCalls.IsAtLeast(2, 0) || LibraryCalls.IsAtLeast(2, 5))
        {
            Compare("attention(q, few, fewv, enable_gqa=True)", Functional.ScaledDotProductAttention(q, few, fewValues, enableGqa: true));
        }
    }

    [Fact]
    public void It_has_gradients()
    {
        Torch.ManualSeed(4);
        Tensor q = Torch.Randn([2, 4, 5, 8], requiresGrad: true), k = Torch.Randn([2, 4, 6, 8], requiresGrad: true), v = Torch.Randn([2, 4, 6, 3], requiresGrad: true);
        var grads = Torch.Autograd.Grad([Functional.ScaledDotProductAttention(q, k, v, isCausal: true).Sum()], [q, k, v]);
        for (var i = 0; i < 3; i++)
        {
            Compare($"torch.autograd.grad(attention(*[t.requires_grad_() for t in (q, k, v)], is_causal=True).sum(), [q, k, v])[{i}]", grads[i]!);
        }
    }

    [Fact]
    public void A_mask_and_causality_exclude_each_other()
    {
        var q = Torch.Ones(2, 3, 4);
        var error = Assert.Throws<TorchException>(() => Functional.ScaledDotProductAttention(q, q, q, Torch.Ones(3, 3), isCausal: true));
        Assert.Contains("Explicit attn_mask should not be set when is_causal=True", error.Message, StringComparison.Ordinal);
    }

    // From 2.0 on libtorch has faster kernels, which sum in another order.
    private void Compare(string expression, Tensor actual)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            Parity.Same(python, expression, actual, Setup);
            return;
        }

        var expected = python.Eval($"({expression}).flatten().tolist()", Setup).Trim('[', ']').Split(", ").Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(expected.Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
