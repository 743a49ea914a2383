using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>What recurrent layers refuse, in Python's words.</summary>
[Collection(ProcessWideState.Name)]
public sealed class RecurrentErrorTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        o = torch.ones
        packed = nn.utils.rnn.pack_padded_sequence(o(3, 2, 4), [3, 1])
        """;

    private static readonly Dictionary<string, Action> Wrong = new()
    {
        ["nn.RNN(4, 3, nonlinearity='sine')"] = () => _ = new RNN(4, 3, nonlinearity: "sine"),
        ["nn.GRU(4, 3, dropout=1.5)"] = () => _ = new GRU(4, 3, dropout: 1.5),
        ["nn.GRU(4, 3, dropout=float('nan'))"] = () => _ = new GRU(4, 3, dropout: double.NaN),
        ["nn.GRU(4, 0)"] = () => _ = new GRU(4, 0),
        ["nn.GRU(4, -1)"] = () => _ = new GRU(4, -1),
        ["nn.GRU(-1, 3)"] = () => _ = new GRU(-1, 3),
        ["nn.LSTM(4, 3, 0)"] = () => _ = new LSTM(4, 3, 0),
        ["nn.LSTM(4, 3, proj_size=-1)"] = () => _ = new LSTM(4, 3, projSize: -1),
        ["nn.LSTM(4, 3, proj_size=3)"] = () => _ = new LSTM(4, 3, projSize: 3),
        ["nn.GRU(4, 3)(o(4))"] = () => new GRU(4, 3).Call(Torch.Ones(4)),
        ["nn.RNN(4, 3)(o(1, 1, 2, 4))"] = () => new RNN(4, 3).Call(Torch.Ones(1, 1, 2, 4)),
        ["nn.LSTM(4, 3)(o(1, 1, 2, 4))"] = () => new LSTM(4, 3).Call(Torch.Ones(1, 1, 2, 4)),
        ["nn.LSTM(4, 3, batch_first=True)(o(4))"] = () => new LSTM(4, 3, batchFirst: true).Call(Torch.Ones(4)),
        ["nn.GRU(4, 3)(o(2, 2, 5))"] = () => new GRU(4, 3).Call(Torch.Ones(2, 2, 5)),
        ["nn.GRU(4, 3)(o(2, 2, 4), o(1, 3))"] = () => new GRU(4, 3).Call(Torch.Ones(2, 2, 4), Torch.Ones(1, 3)),
        ["nn.GRU(4, 3)(o(2, 4), o(1, 1, 3))"] = () => new GRU(4, 3).Call(Torch.Ones(2, 4), Torch.Ones(1, 1, 3)),
        ["nn.RNN(4, 3)(o(2, 2, 4), o(1, 2, 4))"] = () => new RNN(4, 3).Call(Torch.Ones(2, 2, 4), Torch.Ones(1, 2, 4)),
        ["nn.RNN(4, 3, batch_first=True)(o(2, 5, 4), o(1, 5, 3))"] = () => new RNN(4, 3, batchFirst: true).Call(Torch.Ones(2, 5, 4), Torch.Ones(1, 5, 3)),
        ["nn.LSTM(4, 3)(o(2, 2, 4), (o(1, 3), o(1, 2, 3)))"] = () => new LSTM(4, 3).Call(Torch.Ones(2, 2, 4), (Torch.Ones(1, 3), Torch.Ones(1, 2, 3))),
        ["nn.LSTM(4, 3)(o(2, 4), (o(1, 1, 3), o(1, 3)))"] = () => new LSTM(4, 3).Call(Torch.Ones(2, 4), (Torch.Ones(1, 1, 3), Torch.Ones(1, 3))),
        ["nn.LSTM(4, 3)(o(2, 2, 4), (o(1, 3, 3), o(1, 2, 3)))"] = () => new LSTM(4, 3).Call(Torch.Ones(2, 2, 4), (Torch.Ones(1, 3, 3), Torch.Ones(1, 2, 3))),
        ["nn.LSTM(4, 3, 2, proj_size=2)(o(2, 2, 4), (o(2, 2, 2), o(2, 2, 2)))"] =
            () => new LSTM(4, 3, 2, projSize: 2).Call(Torch.Ones(2, 2, 4), (Torch.Ones(2, 2, 2), Torch.Ones(2, 2, 2))),
        ["nn.GRU(4, 3)(packed, o(1, 1, 3))"] = () => new GRU(4, 3).Call(Packed(), Torch.Ones(1, 1, 3)),
        ["nn.GRU(5, 3)(packed)"] = () => new GRU(5, 3).Call(Packed()),
        ["nn.LSTM(4, 3)(packed, (o(1, 1, 3), o(1, 2, 3)))"] = () => new LSTM(4, 3).Call(Packed(), (Torch.Ones(1, 1, 3), Torch.Ones(1, 2, 3))),
        ["nn.GRU(4, 3)(o(2, 2, 4).double())"] = () => new GRU(4, 3).Call(Torch.Ones([2, 2, 4], dtype: DType.Float64)),
        ["nn.RNNCell(4, 3, nonlinearity='sine')(o(2, 4))"] = () => new RNNCell(4, 3, nonlinearity: "sine").Call(Torch.Ones(2, 4)),
        ["nn.RNNCell(4, 3)(o(1, 2, 4))"] = () => new RNNCell(4, 3).Call(Torch.Ones(1, 2, 4)),
        ["nn.GRUCell(4, 3)(o(2, 5))"] = () => new GRUCell(4, 3).Call(Torch.Ones(2, 5)),
        ["nn.GRUCell(4, 3)(o(2, 4), o(1, 2, 3))"] = () => new GRUCell(4, 3).Call(Torch.Ones(2, 4), Torch.Ones(1, 2, 3)),
        ["nn.LSTMCell(4, 3)(o(2, 4), (o(2, 3), o(3, 3)))"] = () => new LSTMCell(4, 3).Call(Torch.Ones(2, 4), (Torch.Ones(2, 3), Torch.Ones(3, 3))),
        ["nn.LSTMCell(4, 3)(o(2, 4), (o(2, 3), o(1, 2, 3)))"] = () => new LSTMCell(4, 3).Call(Torch.Ones(2, 4), (Torch.Ones(2, 3), Torch.Ones(1, 2, 3))),
    };

    public static TheoryData<string> Calls => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Python_says_the_same(string call)
    {
        Parity.SameError(python, call, Wrong[call], Setup);
    }

    [Fact]
    public void An_input_of_no_width_is_refused_since_2_14()
    {
        Needs.AtLeast(2, 14);
        Parity.SameError(python, "nn.GRU(0, 3)", () => _ = new GRU(0, 3), Setup);
    }

    [Fact]
    public void Nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new GRU(4, 3).Call((Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => new GRU(4, 3).Call((PackedSequence)null!));
        Assert.Throws<ArgumentNullException>(() => new LSTM(4, 3).Call(Torch.Ones(2, 4), (null!, Torch.Ones(1, 3))));
        Assert.Throws<ArgumentNullException>(() => new LSTMCell(4, 3).Call(null!));
    }

    private static PackedSequence Packed() => Utils.Rnn.PackPaddedSequence(Torch.Ones(3, 2, 4), [3, 1]);
}
