using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>torch.nn.MultiheadAttention with its settings, and ways to call it.</summary>
internal static class AttentionRows
{
    private const string Flat = "[t for t in {0} if t is not None]";

    private static readonly (string Python, Func<MultiheadAttention> Make)[] Settings =
    [
        ("MultiheadAttention(4, 2)", () => new(4, 2)),
        ("MultiheadAttention(4, 2, batch_first=True)", () => new(4, 2, batchFirst: true)),
        ("MultiheadAttention(6, 3, batch_first=True)", () => new(6, 3, batchFirst: true)),
        ("MultiheadAttention(4, 2, dropout=0.5, batch_first=True)", () => new(4, 2, 0.5, batchFirst: true)),
        ("MultiheadAttention(4, 2, bias=False)", () => new(4, 2, bias: false)),
        ("MultiheadAttention(4, 2, add_bias_kv=True)", () => new(4, 2, addBiasKv: true)),
        ("MultiheadAttention(4, 2, add_zero_attn=True, batch_first=True)", () => new(4, 2, addZeroAttn: true, batchFirst: true)),
        ("MultiheadAttention(4, 2, dtype=torch.float64)", () => new(4, 2, dtype: LibTorch.DType.Float64)),
    ];

    public static IReadOnlyList<LayerRow> All { get; } = [.. SelfAttention(), .. Masks(), .. Others()];

    private static LayerRow Row(string python, Func<Module> make, string inputs, string call, Func<MultiheadAttention, Tensor[], (Tensor, Tensor?)> run) =>
        new(python, make, inputs)
        {
            PythonCall = Flat.Replace("{0}", call, StringComparison.Ordinal),
            Call = (module, given) => Parts(run((MultiheadAttention)module, given)),
        };

    private static string Sequence(string python) => python switch
    {
        _ when python.Contains("float64", StringComparison.Ordinal) => "r(3, 2, 4).double()",
        _ when python.Contains("(6", StringComparison.Ordinal) => "r(2, 3, 6)",
        _ => "r(3, 2, 4)",
    };

    private static IEnumerable<LayerRow> SelfAttention()
    {
        foreach (var (python, make) in Settings)
        {
            var inputs = Sequence(python);
            yield return Row(python, make, inputs, "m(given[0], given[0], given[0])", (m, x) => m.Call(x[0], x[0], x[0]));
            yield return Row(
                python, make, inputs, "m(given[0], given[0], given[0], need_weights=False)", (m, x) => m.Call(x[0], x[0], x[0], needWeights: false));

            // A layer without biases makes Python 1.13 fail there.
            if (!python.Contains("bias=False", StringComparison.Ordinal))
            {
                yield return Row(python, make, inputs, "torch.no_grad()(lambda: m(given[0], given[0], given[0]))()", (m, x) => Unrecorded(() => m.Call(x[0], x[0], x[0])));
            }
        }
    }

    private static IEnumerable<LayerRow> Masks()
    {
        const string Python = "MultiheadAttention(4, 2, batch_first=True)";
        static MultiheadAttention Make() => new(4, 2, batchFirst: true);
        const string Padding = "torch.tensor([[False, False, True], [False, False, False]])";
        const string Causal = "torch.ones(3, 3).triu(1).bool()";
        (string Masks, string Inputs, Func<Tensor[], Tensor?> Padding, Func<Tensor[], Tensor?> Mask)[] masks =
        [
            ("key_padding_mask=given[1]", Padding, x => x[1], _ => null),
            ("attn_mask=given[1]", Causal, _ => null, x => x[1]),
            ("attn_mask=given[1] ", "torch.ones(4, 3, 3).triu(1).bool()", _ => null, x => x[1]),
            ("attn_mask=given[1]  ", "r(3, 3)", _ => null, x => x[1]),
            ("key_padding_mask=given[1]  ", "r(2, 3)", x => x[1], _ => null),
            ("key_padding_mask=given[1], attn_mask=given[2]", $"{Padding}, {Causal}", x => x[1], x => x[2]),
            ("key_padding_mask=given[1], attn_mask=given[2] ", $"{Padding}, torch.ones(4, 3, 3).triu(1).bool()", x => x[1], x => x[2]),
        ];
        foreach (var (given, inputs, padding, mask) in masks)
        {
            foreach (var weights in new[] { true, false })
            {
                var call = $"m(given[0], given[0], given[0], need_weights={weights}, {given})";
                yield return Row(Python, Make, $"r(2, 3, 4), {inputs}", call, (m, x) => m.Call(x[0], x[0], x[0], padding(x), weights, mask(x)));
                yield return Row(
                    Python, Make, $"r(2, 3, 4), {inputs}", $"torch.no_grad()(lambda: {call})()",
                    (m, x) => Unrecorded(() => m.Call(x[0], x[0], x[0], padding(x), weights, mask(x))));
            }

            yield return Row(
                Python, Make, $"r(2, 3, 4), {inputs}", $"m(given[0], given[0], given[0], average_attn_weights=False, {given})",
                (m, x) => m.Call(x[0], x[0], x[0], padding(x), attnMask: mask(x), averageAttnWeights: false));
        }
    }

    private static IEnumerable<LayerRow> Others()
    {
        static (Tensor, Tensor?) Three(MultiheadAttention m, Tensor[] x) => m.Call(x[0], x[1], x[2]);
        yield return Row("MultiheadAttention(4, 2)", () => new MultiheadAttention(4, 2), "r(3, 2, 4), r(5, 2, 4), r(5, 2, 4)", "m(*given)", Three);
        yield return Row("MultiheadAttention(4, 2)", () => new MultiheadAttention(4, 2), "r(3, 2, 4), r(5, 2, 4)", "m(given[0], given[1], given[1])", (m, x) => m.Call(x[0], x[1], x[1]));
        yield return Row("MultiheadAttention(4, 2, batch_first=True)", () => new MultiheadAttention(4, 2, batchFirst: true), "r(2, 3, 4), r(2, 5, 4)", "m(given[0], given[1], given[1])", (m, x) => m.Call(x[0], x[1], x[1]));
        yield return Row("MultiheadAttention(4, 2, batch_first=True)", () => new MultiheadAttention(4, 2, batchFirst: true), "r(2, 3, 4), r(2, 5, 4), r(2, 5, 4)", "m(*given)", Three);
        yield return Row("MultiheadAttention(4, 2, kdim=3, vdim=5)", () => new MultiheadAttention(4, 2, kdim: 3, vdim: 5), "r(3, 2, 4), r(6, 2, 3), r(6, 2, 5)", "m(*given)", Three);
        yield return Row(
            "MultiheadAttention(4, 2, kdim=3, vdim=5, bias=False, batch_first=True)", () => new MultiheadAttention(4, 2, bias: false, kdim: 3, vdim: 5, batchFirst: true),
            "r(2, 3, 4), r(2, 6, 3), r(2, 6, 5)", "m(*given)", Three);
        yield return Row(
            "MultiheadAttention(4, 2, kdim=3, add_bias_kv=True)", () => new MultiheadAttention(4, 2, addBiasKv: true, kdim: 3),
            "r(3, 2, 4), r(6, 2, 3), r(6, 2, 4)", "m(*given)", Three);
        foreach (var first in new[] { false, true })
        {
            yield return Row(
                $"MultiheadAttention(4, 2, batch_first={first})", () => new MultiheadAttention(4, 2, batchFirst: first), "r(3, 4)", "m(given[0], given[0], given[0])[:]",
                (m, x) => m.Call(x[0], x[0], x[0]));
            yield return Row(
                $"MultiheadAttention(4, 2, batch_first={first})", () => new MultiheadAttention(4, 2, batchFirst: first),
                "r(3, 4), torch.tensor([False, True, False])", "m(given[0], given[0], given[0], given[1])", (m, x) => m.Call(x[0], x[0], x[0], x[1]));
        }
    }

    internal static T Unrecorded<T>(Func<T> call)
    {
        using var mode = Torch.NoGrad();
        return call();
    }

    private static Tensor[] Parts((Tensor Output, Tensor? Weights) result) => [.. new[] { result.Output, result.Weights }.OfType<Tensor>()];
}
