using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

/// <summary>torch.nn's attention and transformers.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class TransformerTests(PythonSession python)
{
    private static readonly LayerRow[] Rows = [.. AttentionRows.All, .. TransformerRows.All];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name)
    {
        LayerParity.Check(python, LayerRow.Of(Rows, name));
    }

    [Fact]
    public void No_row_hides_another() => Assert.Equal(Rows.Length, Names.Select(name => name.Data).Distinct().Count());

    [Fact]
    public void Biases_can_be_left_out()
    {
        var layer = new TransformerEncoderLayer(4, 2, 6, bias: false);
        Assert.DoesNotContain(layer.StateDict().Keys, key => key.EndsWith("bias", StringComparison.Ordinal));
        Needs.AtLeast(2, 6);
        LayerParity.Check(
            python,
            new("TransformerEncoderLayer(4, 2, 6, bias=False, batch_first=True)", () => new TransformerEncoderLayer(4, 2, 6, bias: false, batchFirst: true), "r(2, 3, 4)"));
        LayerParity.Check(python, new("Transformer(4, 2, 1, 1, 6, bias=False)", () => new Transformer(4, 2, 1, 1, 6, bias: false), "r(3, 2, 4), r(5, 2, 4)"));
    }

    [Fact]
    public void The_hint_that_a_mask_is_causal_changes_no_more_than_in_Python()
    {
        var layer = new TransformerEncoderLayer(4, 2, 6, 0);
        var (x, mask) = (Torch.Randn(3, 2, 4), Transformer.GenerateSquareSubsequentMask(3));
        Assert.True(Torch.Allclose(layer.Call(x, mask), layer.Call(x, mask, isCausal: true), atol: 1e-6));
        Needs.AtLeast(2, 6);
        LayerParity.Check(python, new("TransformerEncoderLayer(4, 2, 6, 0)", () => new TransformerEncoderLayer(4, 2, 6, 0), "r(3, 2, 4)")
        {
            PythonCall = "m(given[0], nn.Transformer.generate_square_subsequent_mask(3), is_causal=True)",
            Call = (module, given) => [((TransformerEncoderLayer)module).Call(given[0], Transformer.GenerateSquareSubsequentMask(3), isCausal: true)],
        });
        Parity.SameError(
            python, "torch.nn.MultiheadAttention(4, 2)(torch.ones(3, 4), torch.ones(3, 4), torch.ones(3, 4), is_causal=True)",
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 4), Torch.Ones(3, 4), Torch.Ones(3, 4), isCausal: true));
    }

    [Fact]
    public void Masks_of_a_size_are_Pythons()
    {
        Parity.Same(python, "torch.nn.Transformer.generate_square_subsequent_mask(4)", Transformer.GenerateSquareSubsequentMask(4));
        Assert.Equal(DType.Float64, Transformer.GenerateSquareSubsequentMask(4, dtype: DType.Float64).DType);
    }

    [Fact]
    public void Copies_of_a_layer_have_its_weights_and_memory_of_their_own()
    {
        var layer = new TransformerEncoderLayer(4, 2, 6);
        layer.Linear1.Weight.RequiresGrad_(false);
        layer.Norm1.Eval();
        var before = Torch.GetRngState();
        var encoder = new TransformerEncoder(layer, 2);
        Assert.Equal(Parity.Bits(before), Parity.Bits(Torch.GetRngState()));
        foreach (var copy in encoder.Layers)
        {
            Assert.Equal(layer.StateDict().Values.Select(Parity.Bits), copy.StateDict().Values.Select(Parity.Bits));
            Assert.False(copy.Linear1.Weight.RequiresGrad);
            Assert.True(copy.Linear2.Weight.RequiresGrad);
            Assert.True(copy.Training);
            Assert.False(copy.Norm1.Training);
        }

        using (Torch.NoGrad())
        {
            encoder.Layers[0].Linear1.Weight.Zero_();
        }

        Assert.NotEqual(Parity.Bits(encoder.Layers[0].Linear1.Weight), Parity.Bits(layer.Linear1.Weight));
        Assert.Equal(Parity.Bits(encoder.Layers[1].Linear1.Weight), Parity.Bits(layer.Linear1.Weight));
    }

    [Fact]
    public void Hooks_run_at_every_depth()
    {
        Torch.ManualSeed(2);
        var transformer = new Transformer(4, 2, 1, 1, 6);
        transformer.Eval();
        List<string> seen = [];
        var encoder = (TransformerEncoder)transformer.Encoder;
        using var first = transformer.RegisterForwardPreHook((_, given) => (given.Input1 * 2, given.Input2));
        using var second = encoder.RegisterForwardHook((module, _, output) =>
        {
            seen.Add(module.GetType().Name);
            return output + 1;
        });
        using var third = encoder.Layers[0].SelfAttn.RegisterForwardHook((module, given, output) =>
        {
            seen.Add($"{module.GetType().Name} {ReferenceEquals(given.Input1, given.Input3)}");
            return output;
        });
        Parity.Same(python, "t.decoder(torch.ones(5, 2, 4), t.encoder(torch.ones(3, 2, 4) * 2) + 1)", transformer.Call(Torch.Ones(3, 2, 4), Torch.Ones(5, 2, 4)), """
            torch.manual_seed(2)
            t = torch.nn.Transformer(4, 2, 1, 1, 6).eval()
            """);
        Assert.Equal(["MultiheadAttention True", "TransformerEncoder"], seen);
    }

    [Fact]
    public void Hooks_inside_of_a_layer_run_without_gradients_where_they_do_in_Python()
    {
        var runs = 0;
        var layer = new TransformerEncoderLayer(4, 2, 6, batchFirst: true);
        layer.Eval();
        using var hook = layer.SelfAttn.RegisterForwardHook((_, _, output) =>
        {
            runs++;
            return output;
        });
        using (Torch.NoGrad())
        {
            layer.Call(Torch.Ones(2, 3, 4));
        }

        Assert.Equal(python.Eval("len(runs)", """
            runs = []
            layer = torch.nn.TransformerEncoderLayer(4, 2, 6, batch_first=True).eval()
            layer.self_attn.register_forward_hook(lambda *given: runs.append(given))
            with torch.no_grad(): layer(torch.ones(2, 3, 4))
            """), $"{runs}");
        layer.Call(Torch.Ones(2, 3, 4));
        Assert.True(runs > 0);
    }

    [Fact]
    public void Encoders_and_decoders_of_ones_own_take_part()
    {
        var transformer = new Transformer(4, 2, customEncoder: new Doubling(), numDecoderLayers: 1, dimFeedforward: 6);
        Assert.Equal(["factor"], transformer.Encoder.StateDict().Keys);
        Assert.Equal("torch.Size([5, 2, 4])", transformer.Call(Torch.Ones(3, 2, 4), Torch.Ones(5, 2, 4)).Shape.ToString());
        Sequential net = [new Linear(3, 4), new TransformerEncoder(new TransformerEncoderLayer(4, 2, 6), 2), new Linear(4, 2)];
        Assert.Equal("torch.Size([5, 2, 2])", net.Call(Torch.Ones(5, 2, 3)).Shape.ToString());
    }

    [Fact]
    public void An_encoder_that_cannot_leave_padding_out_says_why()
    {
        const string Code = """
            nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 1)
            nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, batch_first=True, norm_first=True), 1)
            nn.TransformerEncoder(nn.TransformerEncoderLayer(3, 3, batch_first=True), 1)
            nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, activation=torch.tanh, batch_first=True), 1)
            """;
        WarningText.Same(python, Code, () =>
        {
            _ = new TransformerEncoder(new(4, 2), 1);
            _ = new TransformerEncoder(new(4, 2, batchFirst: true, normFirst: true), 1);
            _ = new TransformerEncoder(new(3, 3, batchFirst: true), 1);
            _ = new TransformerEncoder(new(4, 2, activation: new(x => x.Tanh()), batchFirst: true), 1);
        });
    }

    private sealed partial class Doubling : EncoderModule
    {
        public Parameter Factor { get; } = new(Torch.Full([], 2.0));

        public override Tensor Forward(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask, bool? isCausal) => src * Factor;
    }
}
