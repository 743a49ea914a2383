using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>torch.nn's recurrent layers and cells.</summary>
[Collection(ProcessWideState.Name)]
public sealed class RecurrentTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        torch.manual_seed(3)
        gru, lstm = nn.GRU(4, 3), nn.LSTM(4, 3, 2)
        x = torch.randn(3, 2, 4)
        packed = nn.utils.rnn.pack_sequence([torch.ones(2, 4), torch.zeros(1, 4)])
        """;

    public static TheoryData<string> Names => LayerRow.Names(RecurrentRows.All);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(RecurrentRows.All, name));

    [Fact]
    public void No_row_hides_another() => Assert.Equal(RecurrentRows.All.Count, Names.Select(name => name.Data).Distinct().Count());

    [Fact]
    public void A_gradient_of_a_gradient_is_Pythons_or_fails_as_there()
    {
        var (_, lstm, x) = Made();
        Parity.SameAnswer(
            python, "bits(twice())",
            () =>
            {
                x.RequiresGrad_();
                var (output, (h, c)) = lstm.Call(x);
                var gradient = Torch.Autograd.Grad(output.Sum() + h.Sum() + c.Sum(), x, createGraph: true);
                gradient.Pow(2).Sum().Backward();
                return "(" + string.Join("; ", lstm.Parameters().Select(parameter => parameter.Grad).Prepend(x.Grad).OfType<Tensor>().Select(Parity.Bits)) + ")";
            },
            Setup + """

            def twice():
                x.requires_grad_()
                output, (h, c) = lstm(x)
                gradient, = torch.autograd.grad(output.sum() + h.sum() + c.sum(), x, create_graph=True)
                gradient.pow(2).sum().backward()
                return [t.grad for t in [x, *lstm.parameters()] if t.grad is not None]
            """);
    }

    [Fact]
    public void Hooks_see_what_goes_in_and_comes_out()
    {
        var (gru, _, x) = Made();
        var packed = Utils.Rnn.PackSequence([Torch.Ones(2, 4), Torch.Zeros(1, 4)]);
        List<string> seen = [];
        using var before = gru.RegisterForwardPreHook((_, given) =>
        {
            seen.Add($"{given.Input1.Shape} {given.Input2 is null}");
            return (given.Input1 * 2, given.Input2);
        });
        using var after = gru.RegisterForwardHook((_, _, output) => (output.Output + 1, output.Hidden));
        Parity.Same(python, "gru(x * 2)[0] + 1", gru.Call(x).Output, Setup);
        var (data, hidden) = gru.Call(packed, Torch.Ones(1, 2, 3));
        Parity.Same(python, "gru(nn.utils.rnn.PackedSequence(packed.data * 2, packed.batch_sizes), torch.ones(1, 2, 3))[0].data + 1", data.Data, Setup);
        Parity.Same(python, "packed.batch_sizes", data.BatchSizes, Setup);
        Assert.Equal(Parity.Bits(hidden), Parity.Bits(gru.Call(packed, Torch.Ones(1, 2, 3)).Hidden));
        Assert.Equal(["torch.Size([3, 2, 4]) True", "torch.Size([3, 4]) False", "torch.Size([3, 4]) False"], seen);
    }

    [Fact]
    public void Dropout_that_can_do_nothing_is_warned_about() =>
        WarningText.Same(python, "nn.GRU(2, 2, dropout=0.25)", () => _ = new GRU(2, 2, dropout: 0.25));

    [Fact]
    public void Weights_are_listed_by_layer_and_direction_and_converted_with_the_layer()
    {
        Torch.ManualSeed(3);
        var lstm = new LSTM(4, 3, 2, bidirectional: true);
        Assert.Equal(
            python.Eval("[[list(w.shape) for w in group] for group in nn.LSTM(4, 3, 2, bidirectional=True).all_weights]", Setup),
            $"[{string.Join(", ", lstm.AllWeights.Select(group => $"[{string.Join(", ", group.Select(weight => $"[{string.Join(", ", weight.Shape)}]"))}]"))}]");
        lstm.Double();
        Assert.Equal(DType.Float64, lstm.Call(Torch.Ones([3, 2, 4], dtype: DType.Float64)).Output.DType);
        Assert.Same(lstm.GetParameter("weight_hh_l1_reverse"), lstm.AllWeights[3][1]);
    }

    private static (GRU Gru, LSTM Lstm, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        return (new GRU(4, 3), new LSTM(4, 3, 2), Torch.Randn(3, 2, 4));
    }
}
