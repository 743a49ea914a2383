using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>Recurrent layers and cells with their settings, and ways to call them.</summary>
internal static class RecurrentRows
{
    private const string Flat = "(lambda o, s: [o.data if isinstance(o, nn.utils.rnn.PackedSequence) else o] + (list(s) if isinstance(s, tuple) else [s]))";
    private const string Packed = "nn.utils.rnn.pack_padded_sequence";

    private static readonly (string Name, Func<Settings, Module> Make)[] Kinds =
    [
        ("RNN(4, 3, ", s => new RNN(4, 3, s.Layers, bias: s.Bias, batchFirst: s.BatchFirst, dropout: s.Dropout, bidirectional: s.Bidirectional, dtype: s.DType)),
        ("RNN(4, 3, nonlinearity='relu', num_layers=", s => new RNN(4, 3, s.Layers, "relu", s.Bias, s.BatchFirst, s.Dropout, s.Bidirectional, dtype: s.DType)),
        ("LSTM(4, 3, ", s => new LSTM(4, 3, s.Layers, s.Bias, s.BatchFirst, s.Dropout, s.Bidirectional, dtype: s.DType)),
        ("LSTM(4, 3, proj_size=2, num_layers=", s => new LSTM(4, 3, s.Layers, s.Bias, s.BatchFirst, s.Dropout, s.Bidirectional, projSize: 2, dtype: s.DType)),
        ("GRU(4, 3, ", s => new GRU(4, 3, s.Layers, s.Bias, s.BatchFirst, s.Dropout, s.Bidirectional, dtype: s.DType)),
    ];

    public static IReadOnlyList<LayerRow> All { get; } = [.. Dense(), .. OtherCalls(), .. Cells()];

    private sealed record Settings(
        long Layers = 1, bool Bias = true, bool BatchFirst = false, double Dropout = 0, bool Bidirectional = false, LibTorch.DType? DType = null)
    {
        public string Python =>
            $"{Layers}, bias={Bias}, batch_first={BatchFirst}, dropout={(Dropout > 0 ? "0.5" : "0")}, bidirectional={Bidirectional}{(DType is null ? "" : $", dtype={DType}")})";
    }

    private static LayerRow Row((string Name, Func<Settings, Module> Make) kind, Settings settings, string inputs, string call, Func<Module, Tensor[], Tensor[]> run) =>
        new(kind.Name + settings.Python, () => kind.Make(settings), inputs) { PythonCall = $"{Flat}(*{call})", Call = run };

    private static IEnumerable<LayerRow> Dense() =>
        from kind in Kinds
        from layers in new[] { 1, 2 }
        from bias in new[] { true, false }
        from bidirectional in new[] { false, true }
        let settings = new Settings(layers, bias, bidirectional, layers == 2 && bias ? 0.5 : 0, bidirectional)
        select Row(kind, settings, "r(3, 2, 4)", "m(*given)", Call);

    private static IEnumerable<LayerRow> OtherCalls()
    {
        foreach (var kind in Kinds)
        {
            var two = new Settings(2, Dropout: 0.5, Bidirectional: true);
            var isLstm = kind.Name.StartsWith("LSTM", StringComparison.Ordinal);
            var width = kind.Name.Contains("proj", StringComparison.Ordinal) ? 2 : 3;
            string States(string batch) => isLstm ? $"r(4, {batch}{width}), r(4, {batch}3)" : $"r(4, {batch}{width})";
            var given = isLstm ? "tuple(given[1:])" : "given[1]";
            yield return Row(kind, two, "r(3, 4)", "m(given[0])", Call);
            yield return Row(kind, two with { BatchFirst = true }, "r(3, 4)", "m(given[0])", Call);
            yield return Row(kind, two, $"r(3, 4), {States("")}", $"m(given[0], {given})", Call);
            yield return Row(kind, two, $"r(3, 2, 4), {States("2, ")}", $"m(given[0], ({given}))", Call);
            yield return Row(kind, two with { BatchFirst = true }, $"r(2, 3, 4), {States("2, ")}", $"m(given[0], {given})", Call);
            yield return Row(kind, two with { DType = LibTorch.DType.Float64 }, "r(3, 2, 4).double()", "m(given[0])", Call);
            yield return Row(kind, two, "r(4, 3, 4)", $"m({Packed}(given[0], [4, 2, 1]))", (m, x) => Packing(m, x, [4, 2, 1], sorted: true));
            yield return Row(
                kind, two, "r(4, 3, 4)", $"m({Packed}(given[0], [1, 4, 2], enforce_sorted=False))", (m, x) => Packing(m, x, [1, 4, 2], sorted: false));
            yield return Row(
                kind, two, $"r(4, 3, 4), {States("3, ")}", $"m({Packed}(given[0], [1, 4, 2], enforce_sorted=False), {given})",
                (m, x) => Packing(m, x, [1, 4, 2], sorted: false));
        }
    }

    private static IEnumerable<LayerRow> Cells()
    {
        (string, Func<bool, Module>, string)[] kinds =
        [
            ("RNNCell", bias => new RNNCell(4, 3, bias), ""), ("RNNCell", bias => new RNNCell(4, 3, bias, "relu"), ", nonlinearity='relu'"),
            ("LSTMCell", bias => new LSTMCell(4, 3, bias), ""), ("GRUCell", bias => new GRUCell(4, 3, bias), ""),
        ];
        return
            from kind in kinds
            from bias in new[] { true, false }
            from batch in new[] { "", "2, " }
            from hasState in new[] { false, true }
            let isLstm = kind.Item1 == "LSTMCell"
            let state = !hasState ? "" : isLstm ? $", r({batch}3), r({batch}3)" : $", r({batch}3)"
            select new LayerRow($"{kind.Item1}(4, 3, bias={bias}{kind.Item3})", () => kind.Item2(bias), $"r({batch}4){state}")
            {
                PythonCall = (!hasState ? "m(given[0])" : isLstm ? "m(given[0], (given[1], given[2]))" : "m(given[0], given[1])") + (batch.Length == 0 ? "[:]" : ""),
                Call = Call,
            };
    }

    private static Tensor[] Call(Module module, Tensor[] given) => (module, given) switch
    {
        (SingleStateRNN rnn, [var x]) => Parts(rnn.Call(x)),
        (SingleStateRNN rnn, [var x, var h]) => Parts(rnn.Call(x, h)),
        (LSTM lstm, [var x]) => Parts(lstm.Call(x)),
        (LSTM lstm, [var x, var h, var c]) => Parts(lstm.Call(x, (h, c))),
        (SingleStateCell cell, [var x]) => [cell.Call(x)],
        (SingleStateCell cell, [var x, var h]) => [cell.Call(x, h)],
        (LSTMCell cell, [var x]) => Parts(cell.Call(x)),
        (LSTMCell cell, [var x, var h, var c]) => Parts(cell.Call(x, (h, c))),
        _ => throw new InvalidOperationException($"{module} does not take {given.Length} tensors."),
    };

    private static Tensor[] Packing(Module module, Tensor[] given, long[] lengths, bool sorted)
    {
        var packed = Utils.Rnn.PackPaddedSequence(given[0], lengths, enforceSorted: sorted);
        return (module, given) switch
        {
            (SingleStateRNN rnn, [_]) => Parts(rnn.Call(packed)),
            (SingleStateRNN rnn, [_, var h]) => Parts(rnn.Call(packed, h)),
            (LSTM lstm, [_]) => Parts(lstm.Call(packed)),
            (LSTM lstm, [_, var h, var c]) => Parts(lstm.Call(packed, (h, c))),
            _ => throw new InvalidOperationException($"{module} does not take {given.Length} tensors."),
        };
    }

    private static Tensor[] Parts((Tensor Output, Tensor Hidden) result) => [result.Output, result.Hidden];

    private static Tensor[] Parts((Tensor H, (Tensor, Tensor) State) result) => [result.H, result.State.Item1, result.State.Item2];

    private static Tensor[] Parts((PackedSequence Output, Tensor Hidden) result) => [result.Output.Data, result.Hidden];

    private static Tensor[] Parts((PackedSequence Output, (Tensor H, Tensor C) State) result) => [result.Output.Data, result.State.H, result.State.C];
}
