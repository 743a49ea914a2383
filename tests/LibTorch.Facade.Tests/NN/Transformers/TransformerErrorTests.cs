using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

/// <summary>What attention and transformers refuse, in Python's words.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TransformerErrorTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        o = torch.ones
        n = torch._nested_tensor_from_mask(o(2, 3, 4), torch.tensor([[True, True, False], [True, True, True]]))
        """;

    private static readonly Dictionary<string, Action> Wrong = new()
    {
        ["nn.MultiheadAttention(5, 2)"] = () => _ = new MultiheadAttention(5, 2),
        ["nn.MultiheadAttention(4, 2)(o(4), o(4), o(4))"] = () => new MultiheadAttention(4, 2).Call(Torch.Ones(4), Torch.Ones(4), Torch.Ones(4)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 4), o(3, 4))"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 4), Torch.Ones(3, 4)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 5), o(3, 2, 5), o(3, 2, 5))"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 5), Torch.Ones(3, 2, 5), Torch.Ones(3, 2, 5)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(5, 2, 4))"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(5, 2, 4)),
        ["nn.MultiheadAttention(4, 2, kdim=3)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4))"] =
            () => new MultiheadAttention(4, 2, kdim: 3).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4), attn_mask=o(4, 3))"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), attnMask: Torch.Ones(4, 3)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4), o(2, 3).long())"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(2, 3).Long()),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4), o(3))"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3)),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4), o(2, 5).bool())"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(2, 5).Bool()),
        ["nn.MultiheadAttention(4, 2)(o(3, 2, 4), o(3, 2, 4), o(3, 2, 4), attn_mask=o(3, 3).int())"] =
            () => new MultiheadAttention(4, 2).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 4), attnMask: Torch.Ones(3, 3).Int()),
        ["nn.MultiheadAttention(4, 2, batch_first=True)(n, n, n)"] = () => Nested(x => new MultiheadAttention(4, 2, batchFirst: true).Call(x, x, x).Output),
        ["nn.MultiheadAttention(4, 2).eval()(n, n, n)"] = () => Nested(x => ((MultiheadAttention)new MultiheadAttention(4, 2).Eval()).Call(x, x, x).Output),
        ["nn.TransformerEncoderLayer(4, 2, batch_first=True)(n)"] = () => Nested(x => new TransformerEncoderLayer(4, 2, batchFirst: true).Call(x)),
        ["nn.TransformerEncoderLayer(5, 2)"] = () => _ = new TransformerEncoderLayer(5, 2),
        ["nn.TransformerEncoderLayer(4, 2, activation='tanh')"] = () => _ = new TransformerEncoderLayer(4, 2, activation: "tanh"),
        ["nn.TransformerDecoderLayer(4, 2, activation='elu')"] = () => _ = new TransformerDecoderLayer(4, 2, activation: "elu"),
        ["nn.TransformerEncoderLayer(4, 2)(o(3, 2, 5))"] = () => new TransformerEncoderLayer(4, 2).Call(Torch.Ones(3, 2, 5)),
        ["nn.TransformerEncoderLayer(4, 2)(o(3, 2, 4), src_key_padding_mask=o(2, 3).int())"] =
            () => new TransformerEncoderLayer(4, 2).Call(Torch.Ones(3, 2, 4), srcKeyPaddingMask: Torch.Ones(2, 3).Int()),
        ["nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 1)(o(3, 2, 4), src_key_padding_mask=o(2, 3).int())"] =
            () => new TransformerEncoder(new(4, 2), 1).Call(Torch.Ones(3, 2, 4), srcKeyPaddingMask: Torch.Ones(2, 3).Int()),
        ["nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2), 1)(o(3, 2, 5))"] = () => new TransformerEncoder(new(4, 2), 1).Call(Torch.Ones(3, 2, 5)),
        ["nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2), 1)(o(3, 2, 4), o(3, 3, 4))"] =
            () => new TransformerDecoder(new(4, 2), 1).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 3, 4)),
        ["nn.Transformer(4, 2, 1, 1, 6)(o(3, 2, 4), o(3, 3, 4))"] = () => new Transformer(4, 2, 1, 1, 6).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 3, 4)),
        ["nn.Transformer(4, 2, 1, 1, 6, batch_first=True)(o(3, 2, 4), o(2, 2, 4))"] =
            () => new Transformer(4, 2, 1, 1, 6, batchFirst: true).Call(Torch.Ones(3, 2, 4), Torch.Ones(2, 2, 4)),
        ["nn.Transformer(4, 2, 1, 1, 6)(o(3, 2, 4), o(3, 2, 5))"] = () => new Transformer(4, 2, 1, 1, 6).Call(Torch.Ones(3, 2, 4), Torch.Ones(3, 2, 5)),
        ["nn.Transformer(4, 2, 1, 1, 6)(o(3, 5), o(3, 5))"] = () => new Transformer(4, 2, 1, 1, 6).Call(Torch.Ones(3, 5), Torch.Ones(3, 5)),
    };

    public static TheoryData<string> Calls => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Python_says_the_same(string call)
    {
        Parity.SameError(python, call, Wrong[call], Setup);
    }

    [Fact]
    public void Sizes_have_to_be_positive_since_2_6()
    {
        Assert.ThrowsAny<Exception>(() => new MultiheadAttention(4, 0));
        Needs.AtLeast(2, 6);
        Parity.SameError(python, "nn.MultiheadAttention(4, 0)", () => _ = new MultiheadAttention(4, 0), Setup);
        Parity.SameError(python, "nn.MultiheadAttention(-4, 2)", () => _ = new MultiheadAttention(-4, 2), Setup);
    }

    private static Tensor Nested(Func<Tensor, Tensor> call) =>
        call(Torch._NestedTensorFromMask(Torch.Ones(2, 3, 4), Torch.Tensor(new[,] { { true, true, false }, { true, true, true } })));

    [Fact]
    public void Nothing_is_refused()
    {
        var x = Torch.Ones(3, 2, 4);
        Assert.Throws<ArgumentNullException>(() => new MultiheadAttention(4, 2).Call(x, x, null!));
        Assert.Throws<ArgumentNullException>(() => new TransformerEncoderLayer(4, 2).Call(null!));
        Assert.Throws<ArgumentNullException>(() => new TransformerEncoder(null!, 2));
        Assert.Throws<ArgumentNullException>(() => new TransformerDecoder(null!, 2));
        Assert.Throws<ArgumentNullException>(() => new TransformerDecoderLayer(4, 2).Call(x, null!));
        Assert.Throws<ArgumentNullException>(() => new Transformer(4, 2, 1, 1).Call(x, null!));
        Assert.Throws<ArgumentNullException>(() => new Activation(null!));
    }
}
