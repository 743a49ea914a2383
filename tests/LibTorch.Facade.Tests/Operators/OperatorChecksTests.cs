using LibTorch.NN;

namespace LibTorch.Tests.Operators;

/// <summary>Arguments that libtorch does not look at, and that end Python's process or write into other memory, are refused.</summary>
[Collection(ProcessWideState.Name)]
public sealed class OperatorChecksTests(PythonSession python)
{
    private static readonly Tensor Table = Torch.Ones(4, 3);
    private static readonly Tensor None = Torch.Empty([0], dtype: DType.Int64);

    [Theory]
    [InlineData("sum")]
    [InlineData("mean")]
    [InlineData("max")]
    public void Bags_have_room_for_all_indices(string mode)
    {
        var indices = Torch.Tensor([0L, 1, 3]);
        Refused("no bag", () => Functional.EmbeddingBag(indices, Table, None, mode: mode));
        Refused("no bag", () => Functional.EmbeddingBag(indices, Table, Torch.Tensor([0L]), mode: mode, includeLastOffset: true));
        Refused("offsets[-1] has to be input's length 3 but got offsets[-1] of 2", () => Functional.EmbeddingBag(indices, Table, Torch.Tensor([0L, 2]), mode: mode, includeLastOffset: true));
        Refused("no bag", () => new EmbeddingBag(4, 3, mode: mode).Call(indices, None));
        Assert.Equal([0L, 3], Functional.EmbeddingBag(None, Table, None, mode: mode).Shape);
        Assert.Equal([2L, 3], Functional.EmbeddingBag(indices, Table, Torch.Tensor([0L, 2, 3]), mode: mode, includeLastOffset: true).Shape);
    }

    [Fact]
    public void Bags_have_one_of_three_modes()
    {
        var (indices, offsets) = (Torch.Tensor([0L, 1]), Torch.Tensor([0L]));
        var error = Refused("mode", () => _ = Torch.EmbeddingBag(Table, indices, offsets, mode: 9));
        Refused("mode", () => Torch.Ops["aten::embedding_bag"].Invoke(Table, indices, offsets, false, 9L, false, null, false));
        if (Version.Parse(Torch.Version) >= new Version(2, 14))
        {
            Assert.Equal(python.Error("torch.embedding_bag(torch.ones(4, 3), torch.tensor([0, 1]), torch.tensor([0]), False, 9)").Message, error.Message);
        }
    }

    [Fact]
    public void Packed_sequences_have_a_first_step()
    {
        var (data, state) = (Torch.Ones(4, 4), Torch.Zeros(1, 3, 3));
        using var lstm = new LSTM(4, 3);
        using var gru = new GRU(4, 3);
        using var rnn = new RNN(4, 3);
        Refused("batch_sizes", () => _ = Torch.Lstm(data, None, [state, state], Weights(lstm), true, 1, 0, false, false));
        Refused("batch_sizes", () => _ = Torch.Gru(data, None, state, Weights(gru), true, 1, 0, false, false));
        Refused("batch_sizes", () => _ = Torch.RnnTanh(data, None, state, Weights(rnn), true, 1, 0, false, false));
        Refused("batch_sizes", () => _ = Torch.RnnRelu(data, None, state, Weights(rnn), true, 1, 0, false, false));
    }

    [Theory]
    [InlineData("torch.ones(5, 2, 7)", "torch.zeros(1, 2, 3)", "torch.zeros(1, 2, 3)")]
    [InlineData("torch.ones(2, 5, 2, 4)", "torch.zeros(1, 2, 3)", "torch.zeros(1, 2, 3)")]
    [InlineData("torch.ones(5, 2, 4)", "torch.zeros(1, 5, 3)", "torch.zeros(1, 5, 3)")]
    [InlineData("torch.ones(5, 2, 4)", "torch.zeros(1, 2, 3)", "torch.zeros(1, 1, 3)")]
    public void The_operator_of_an_LSTM_says_what_Pythons_module_says(string input, string hidden, string cell)
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= new Version(2, 0), "Before libtorch 2, operators that look at their shapes compute it.");
        using var lstm = new LSTM(4, 3);
        var (_, message) = python.Error($"torch.nn.LSTM(4, 3)({input}, ({hidden}, {cell}))");
        var error = Refused("", () => _ = Torch.Lstm(Made(input), [Made(hidden), Made(cell)], Weights(lstm), true, 1, 0, false, false, false));
        Assert.Equal(message.Replace("(", "[", StringComparison.Ordinal).Replace(")", "]", StringComparison.Ordinal), error.Message.Replace("(", "[", StringComparison.Ordinal).Replace(")", "]", StringComparison.Ordinal));
        Refused("", () => Torch.Ops["aten::lstm.input"].Invoke(Made(input), new[] { Made(hidden), Made(cell) }, Weights(lstm), true, 1L, 0.0, false, false, false));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void The_cell_state_of_an_LSTM_has_as_many_layers_as_the_hidden_state(long hidden, long cell)
    {
        using var lstm = new LSTM(4, 3, dtype: DType.Float64);
        Tensor State(long layers) => Torch.Zeros([layers, 2, 3], dtype: DType.Float64);
        Tensor[] states = [State(hidden), State(cell)];
        var (dense, packed, sizes) = (Torch.Ones([5, 2, 4], dtype: DType.Float64), Torch.Ones([4, 4], dtype: DType.Float64), Torch.Tensor([2L, 2]));
        const string Said = "fewer layers";
        Refused(Said, () => _ = Torch.Lstm(dense, states, Weights(lstm), true, 1, 0, false, false, false));
        Refused(Said, () => _ = Torch.Lstm(packed, sizes, states, Weights(lstm), true, 1, 0, false, false));
        Refused(Said, () => Torch.Ops["aten::quantized_lstm.input_legacy"].Invoke(dense, states, Weights(lstm), true, 1L, 0.0, false, false, false));
        Refused(Said, () => Torch.Ops["aten::quantized_lstm.data_legacy"].Invoke(packed, sizes, states, Weights(lstm), true, 1L, 0.0, false, false));
    }

    [Fact]
    public void A_packed_sequence_fits_an_LSTM_as_well()
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= new Version(2, 0), "Before libtorch 2, operators that look at their shapes compute it.");
        using var lstm = new LSTM(4, 3);
        Refused("input_size. Expected 4, got 7", () => Packed(Torch.Ones(4, 7), 2, 3));
        Refused("hidden[0]", () => Packed(Torch.Ones(4, 4), 5, 3));
        Refused("Expected", () => Packed(Torch.Ones(4, 4), 2, 9));
        Assert.Equal([4L, 3], Packed(Torch.Ones(4, 4), 2, 3).Shape);

        Tensor Packed(Tensor data, long batch, long hidden)
        {
            var state = Torch.Zeros(1, batch, hidden);
            return Torch.Lstm(data, Torch.Tensor([2L, 2]), [state, state], Weights(lstm), true, 1, 0, false, false).Item1;
        }
    }

    [Fact]
    public void The_weights_of_an_LSTM_fit()
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= new Version(2, 0), "Before libtorch 2, operators that look at their shapes compute it.");
        Tensor[] right = [Torch.Ones(12, 4), Torch.Ones(12, 3), Torch.Ones(12), Torch.Ones(12)];
        Tensor[] wrong = [Torch.Ones(12), Torch.Ones(12, 9), Torch.Ones(1), Torch.Ones(9)];
        var (input, state) = (Torch.Ones(5, 2, 4), Torch.Zeros(1, 2, 3));
        Assert.Equal([5L, 2, 3], Torch.Lstm(input, [state, state], right, true, 1, 0, false, false, false).Item1.Shape);
        for (var place = 0; place < right.Length; place++)
        {
            Tensor[] weights = [.. right];
            weights[place] = wrong[place];
            Refused("Expected", () => _ = Torch.Lstm(input, [state, state], weights, true, 1, 0, false, false, false));
        }
    }

    private static TorchException Refused(string part, Action call)
    {
        var error = Assert.ThrowsAny<TorchException>(call);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        return error;
    }

    private static Tensor[] Weights(Module module) => [.. module.Parameters()];

    // torch.zeros(1, 2, 3)
    private static Tensor Made(string python) =>
        Torch.Full([.. python[(python.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(", ").Select(long.Parse)], python.Contains("ones", StringComparison.Ordinal) ? 1.0 : 0.0);
}
