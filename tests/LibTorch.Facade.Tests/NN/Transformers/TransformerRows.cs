using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>The five transformer classes with their settings, and ways to call them.</summary>
internal static class TransformerRows
{
    private const string Padding = "torch.tensor([[False, False, True], [False, False, False]])";
    private const string Causal = "torch.ones(3, 3).triu(1).bool()";

    // A layer without biases makes Python 1.13 fail, or is not known to it.
    private static readonly (string Python, Func<TransformerEncoderLayer> Encoder, Func<TransformerDecoderLayer> Decoder)[] Layers =
    [
        ("4, 2, 6", () => new(4, 2, 6), () => new(4, 2, 6)),
        ("4, 2, 6, dropout=0, batch_first=True", () => new(4, 2, 6, 0, batchFirst: true), () => new(4, 2, 6, 0, batchFirst: true)),
        ("4, 2, 6, 0.25, 'gelu', 1e-3, True", () => new(4, 2, 6, 0.25, "gelu", 1e-3, true), () => new(4, 2, 6, 0.25, "gelu", 1e-3, true)),
        ("4, 2, 6, batch_first=True, norm_first=True", () => new(4, 2, 6, batchFirst: true, normFirst: true), () => new(4, 2, 6, batchFirst: true, normFirst: true)),
        ("4, 1, 6, batch_first=True", () => new(4, 1, 6, batchFirst: true), () => new(4, 1, 6, batchFirst: true)),
        ("4, 2, 6, activation=nn.GELU(), batch_first=True", () => new(4, 2, 6, activation: new GELU(), batchFirst: true), () => new(4, 2, 6, activation: new GELU(), batchFirst: true)),
        ("4, 2, 6, activation=torch.tanh, batch_first=True", () => new(4, 2, 6, activation: new(x => x.Tanh()), batchFirst: true), () => new(4, 2, 6, activation: new(x => x.Tanh()), batchFirst: true)),
        ("4, 2, 6, dtype=torch.float64, batch_first=True", () => new(4, 2, 6, dtype: LibTorch.DType.Float64, batchFirst: true), () => new(4, 2, 6, dtype: LibTorch.DType.Float64, batchFirst: true)),
    ];

    public static IReadOnlyList<LayerRow> All { get; } = [.. EncoderLayers(), .. Nested(), .. Encoders(), .. CausalMasks(), .. DecoderLayers(), .. Decoders(), .. Both()];

    private static string Sequence(string settings, string sequence) =>
        settings.Contains("float64", StringComparison.Ordinal) ? $"{sequence}.double()" : sequence;

    // Each call with gradients and without, where evaluation takes libtorch's fused operators.
    private static IEnumerable<LayerRow> Rows<T>(string python, Func<T> make, string inputs, string call, Func<T, Tensor[], Tensor> run)
        where T : Module
    {
        yield return new(python, make, inputs) { PythonCall = call, Call = (module, given) => [run((T)module, given)] };
        yield return new(python, make, inputs)
        {
            PythonCall = $"torch.no_grad()(lambda: {call})()",
            Call = (module, given) => [AttentionRows.Unrecorded(() => run((T)module, given))],
        };
    }

    private static IEnumerable<LayerRow> EncoderLayers() => Layers.SelectMany(layer =>
    {
        var (python, x) = ($"TransformerEncoderLayer({layer.Python})", Sequence(layer.Python, "r(2, 3, 4)"));
        var padded = layer.Python.Contains("True", StringComparison.Ordinal) ? Padding : "torch.tensor([[False, True], [False, False], [True, False]])";
        var mask = layer.Python.Contains("True", StringComparison.Ordinal) ? Causal : "torch.ones(2, 2).triu(1).bool()";
        return (LayerRow[])
        [
            .. Rows(python, layer.Encoder, x, "m(*given)", (m, given) => m.Call(given[0])),
            .. Rows(python, layer.Encoder, $"{x}, {padded}", "m(given[0], src_key_padding_mask=given[1])", (m, given) => m.Call(given[0], srcKeyPaddingMask: given[1])),
            .. Rows(python, layer.Encoder, $"{x}, {mask}", "m(given[0], src_mask=given[1])", (m, given) => m.Call(given[0], srcMask: given[1])),
            .. Rows(python, layer.Encoder, $"{x}, {mask}, {padded}", "m(given[0], given[1], given[2])", (m, given) => m.Call(given[0], given[1], given[2])),
            .. Rows(python, layer.Encoder, Sequence(layer.Python, "r(3, 4)"), "m(given[0])[:]", (m, given) => m.Call(given[0])),
        ];
    });

    // Sequences of different lengths in one tensor, which only the fused operator takes.
    private static IEnumerable<LayerRow> Nested()
    {
        const string Present = "torch.tensor([[True, True, False], [True, True, True]])";
        const string Nested = "torch._nested_tensor_from_mask(given[0], given[1])";
        yield return new("TransformerEncoderLayer(4, 2, 6, batch_first=True)", () => new TransformerEncoderLayer(4, 2, 6, batchFirst: true), $"r(2, 3, 4), {Present}")
        {
            PythonCall = $"torch.no_grad()(lambda: m.eval()({Nested}).to_padded_tensor(0.))()",
            Call = (module, given) =>
                [AttentionRows.Unrecorded(() => ((TransformerEncoderLayer)module.Eval()).Call(Torch._NestedTensorFromMask(given[0], given[1])).ToPaddedTensor(0))],
        };
        yield return new("MultiheadAttention(4, 2, batch_first=True)", () => new MultiheadAttention(4, 2, batchFirst: true), $"r(2, 3, 4), {Present}")
        {
            PythonCall = $"torch.no_grad()(lambda: (lambda n: m.eval()(n, n, n, need_weights=False)[0].to_padded_tensor(0.))({Nested}))()",
            Call = (module, given) => AttentionRows.Unrecorded<Tensor[]>(() =>
            {
                var x = Torch._NestedTensorFromMask(given[0], given[1]);
                return [((MultiheadAttention)module.Eval()).Call(x, x, x, needWeights: false).Output.ToPaddedTensor(0)];
            }),
        };
    }

    // A mask that is found to be the causal one is not used, so it gets no gradient.
    private static IEnumerable<LayerRow> CausalMasks()
    {
        const string Mask = "nn.Transformer.generate_square_subsequent_mask(3) + 0 * given[1]";
        const string Encoder = "TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6), 2)";
        const string Decoder = "TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 6), 1)";
        static Tensor Causal(Tensor[] given) => Transformer.GenerateSquareSubsequentMask(3) + (0 * given[1]);
        return
        [
            .. Rows(
                Encoder, () => new TransformerEncoder(new TransformerEncoderLayer(4, 2, 6), 2), "r(3, 2, 4), r(3, 3)", $"m(given[0], {Mask})",
                (m, given) => m.Call(given[0], Causal(given))),
            .. Rows(
                Decoder, () => new TransformerDecoder(new TransformerDecoderLayer(4, 2, 6), 1), "r(3, 2, 4), r(3, 3)", $"m(given[0], given[0], {Mask})",
                (m, given) => m.Call(given[0], given[0], Causal(given))),
        ];
    }

    private static IEnumerable<LayerRow> Encoders()
    {
        const string Layer = "nn.TransformerEncoderLayer(4, 2, 6, batch_first=True)";
        static TransformerEncoderLayer New() => new(4, 2, 6, batchFirst: true);
        (string Python, Func<TransformerEncoder> Make)[] encoders =
        [
            ($"TransformerEncoder({Layer}, 2)", () => new(New(), 2)),
            ($"TransformerEncoder({Layer}, 3, nn.LayerNorm(4))", () => new(New(), 3, new LayerNorm(4))),
            ($"TransformerEncoder({Layer}, 2, enable_nested_tensor=False)", () => new(New(), 2, enableNestedTensor: false)),
            ($"TransformerEncoder({Layer}, 2, mask_check=False)", () => new(New(), 2, maskCheck: false)),
            ("TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, norm_first=True, batch_first=True), 2)", () => new(new(4, 2, 6, normFirst: true, batchFirst: true), 2)),
        ];
        string[] paddings = [Padding, "torch.tensor([[True, False, False], [False, False, False]])", "torch.tensor([[False, True, True], [False, False, True]])"];
        foreach (var (python, make) in encoders)
        {
            IEnumerable<LayerRow> rows =
            [
                .. Rows(python, make, "r(2, 3, 4)", "m(*given)", (m, given) => m.Call(given[0])),
                .. paddings.SelectMany((padding, i) => Rows(
                    python, make, $"r(2, 3, 4), {padding}", $"m(given[0], None, given[1]){new string(' ', i)}", (m, given) => m.Call(given[0], null, given[1]))),
                .. Rows(python, make, $"r(2, 3, 4), {Causal}", "m(given[0], mask=given[1])", (m, given) => m.Call(given[0], mask: given[1])),
                .. Rows(python, make, $"r(2, 3, 4), {Causal}, {Padding}", "m(given[0], given[1], given[2])", (m, given) => m.Call(given[0], given[1], given[2])),
                .. Rows(python, make, "r(3, 4)", "m(given[0])[:]", (m, given) => m.Call(given[0])),
            ];
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<LayerRow> DecoderLayers() => Layers.SelectMany(layer =>
    {
        var python = $"TransformerDecoderLayer({layer.Python})";
        var (target, memory) = (Sequence(layer.Python, "r(3, 3, 4)"), Sequence(layer.Python, "r(3, 3, 4)"));
        const string Padded = "torch.tensor([[False, True, False], [False, False, False], [False, False, True]])";
        return (LayerRow[])
        [
            .. Rows(python, layer.Decoder, $"{target}, {memory}", "m(*given)", (m, given) => m.Call(given[0], given[1])),
            .. Rows(
                python, layer.Decoder, $"{target}, {memory}, {Causal}, {Padded}", "m(given[0], given[1], tgt_mask=given[2], memory_key_padding_mask=given[3])",
                (m, given) => m.Call(given[0], given[1], tgtMask: given[2], memoryKeyPaddingMask: given[3])),
            .. Rows(
                python, layer.Decoder, $"{target}, {memory}, {Causal}, {Padded}", "m(given[0], given[1], memory_mask=given[2], tgt_key_padding_mask=given[3])",
                (m, given) => m.Call(given[0], given[1], memoryMask: given[2], tgtKeyPaddingMask: given[3])),
        ];
    });

    private static IEnumerable<LayerRow> Decoders()
    {
        const string Python = "TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 6), 2, nn.LayerNorm(4))";
        static TransformerDecoder Make() => new(new TransformerDecoderLayer(4, 2, 6), 2, new LayerNorm(4));
        return
        [
            .. Rows(Python, Make, "r(3, 2, 4), r(5, 2, 4)", "m(*given)", (m, given) => m.Call(given[0], given[1])),
            .. Rows(Python, Make, "r(3, 4), r(5, 4)", "m(*given)[:]", (m, given) => m.Call(given[0], given[1])),
            .. Rows(
                Python, Make, "r(3, 2, 4), r(5, 2, 4)", "m(given[0], given[1], nn.Transformer.generate_square_subsequent_mask(3))",
                (m, given) => m.Call(given[0], given[1], Transformer.GenerateSquareSubsequentMask(3))),
            .. Rows(Python, Make, $"r(3, 2, 4), r(5, 2, 4), {Causal}", "m(*given[:3])", (m, given) => m.Call(given[0], given[1], given[2])),
        ];
    }

    private static IEnumerable<LayerRow> Both()
    {
        const string Python = "Transformer(4, 2, 2, 1, 6)";
        const string First = "Transformer(4, 2, 1, 2, 6, 0.5, 'gelu', batch_first=True, norm_first=True)";
        static Transformer Make() => new(4, 2, 2, 1, 6);
        static Transformer MakeFirst() => new(4, 2, 1, 2, 6, 0.5, "gelu", batchFirst: true, normFirst: true);
        return
        [
            .. Rows(Python, Make, "r(3, 2, 4), r(5, 2, 4)", "m(*given)", (m, given) => m.Call(given[0], given[1])),
            .. Rows(Python, Make, "r(3, 4), r(5, 4)", "m(*given)[:]", (m, given) => m.Call(given[0], given[1])),
            .. Rows(First, MakeFirst, "r(2, 3, 4), r(2, 5, 4)", "m(*given)", (m, given) => m.Call(given[0], given[1])),
            .. Rows(
                First, MakeFirst, $"r(2, 3, 4), r(2, 3, 4), {Causal}, {Padding}", "m(given[0], given[1], given[2], given[2], None, given[3], given[3], given[3])",
                (m, given) => m.Call(given[0], given[1], given[2], given[2], null, given[3], given[3], given[3])),
        ];
    }
}
