using LibTorch.SourceGeneration;

namespace LibTorch.Tests.OpInfo;

/// <summary>Makes recorded calls through the typed methods and compares what comes of them.</summary>
internal sealed class Replay
{
    private const int ShownOfEach = 3;

    private readonly TypedMethods _methods = new();
    private readonly HashSet<string> _operators = [];
    private readonly HashSet<string> _untyped = [];
    private readonly Dictionary<string, List<string>> _shown = [];
    private readonly Dictionary<string, Figures> _runs = [];
    private Figures _figures = new();

    /// <summary>How often something differs.</summary>
    public int Differences => _runs.Values.Sum(run => run.Differences);

    /// <summary>The first differences of each operator, a line each.</summary>
    public IEnumerable<string> Shown => _shown.Values.SelectMany(lines => lines);

    /// <summary>The operators that were called.</summary>
    public IReadOnlySet<string> Operators => _operators;

    public void Run(Recording recording)
    {
        foreach (var call in recording.Calls())
        {
            Run(call);
        }
    }

    /// <summary>How much was replayed, a line for each kind of sample and dtype, and the operators that were called by name, for want of a typed method.</summary>
    public override string ToString() => string.Join("\n", _runs.Select(run => $"{run.Key}: {run.Value}")
        .Append($"{_operators.Count} operators, of which called by name: {string.Join(", ", _untyped.Order())}"));

    private void Run(RecordedCall call)
    {
        if (!_runs.TryGetValue(call.Run, out _figures!))
        {
            _runs.Add(call.Run, _figures = new());
        }

        try
        {
            var op = _methods[call.FullName];
            _operators.Add(call.FullName);
            if (op.Methods.Count == 0)
            {
                _untyped.Add(call.FullName);
                if (op.IsTyped)
                {
                    Tell(call, "it has no typed method");
                }
            }

            _figures.Calls++;
            _figures.Errors += call.Failed ? 1 : 0;
            foreach (var way in op.Ways(call.Arguments))
            {
                if (Difference(call, op.Schema, way) is { } difference)
                {
                    Tell(call, difference);
                }
            }
        }
        catch (Exception error) when (error is not EndOfStreamException)
        {
            Tell(call, error.ToString());
        }
    }

    private void Tell(RecordedCall call, string difference)
    {
        _figures.Differences++;
        if (!_shown.TryGetValue(call.FullName, out var lines))
        {
            _shown.Add(call.FullName, lines = []);
        }

        if (lines.Count < ShownOfEach)
        {
            lines.Add($"{call}: {difference}");
        }
    }

    private string? Difference(RecordedCall call, OperatorSchema schema, Func<object?[], object?[]> way)
    {
        var arguments = new Arguments();
        var made = (object?[])arguments.Make(call.Arguments)!;
        object?[] results;
        Torch.ManualSeed(call.Seed);
        try
        {
            using var mode = Torch.SetGradEnabled(call.GradMode);
            results = way(made);
        }
        catch (Exception error) when (error is TorchException or ArgumentException or NotSupportedException)
        {
            return ErrorDifference(call, error);
        }

        if (call.Failed)
        {
            return $"no error, but in Python: {call.Error}";
        }

        var comparison = new Comparison(valuesToo: !Incomparable.Values.ContainsKey(schema.BaseName));
        var written = made.Where((_, i) => schema.Arguments[i].Written).ToArray();
        return comparison.WrittenDifference(call.Written, written)
            ?? comparison.Difference(call.Results, results, "result")
            ?? (call.Gradients is null || Incomparable.Gradients.ContainsKey(schema.BaseName) ? null : GradientDifference(call, results, arguments.Leaves, comparison));
    }

    private string? ErrorDifference(RecordedCall call, Exception error)
    {
        if (!call.Failed)
        {
            return $"{error.GetType().Name}: {error.Message}";
        }

        if (Incomparable.Comparable(call.Error) != Incomparable.Comparable(error.Message))
        {
            return $"{error.GetType().Name}: {error.Message}\n    but in Python: {call.Error}";
        }

        return call.ErrorKinds.Length == 0 || Parity.Counterpart(call.ErrorKinds) == error.GetType() ? null : $"the error is a {error.GetType().Name}, in Python {call.ErrorKinds[0]}";
    }

    private string? GradientDifference(RecordedCall call, object?[] results, List<Tensor> leaves, Comparison comparison)
    {
        var outputs = results.SelectMany(result => result as IEnumerable<Tensor?> ?? [result as Tensor]).OfType<Tensor>().Where(tensor => tensor.RequiresGrad).Distinct().ToList();
        Tensor?[] gradients;
        try
        {
            gradients = Torch.Autograd.Grad(outputs, leaves, outputs.ConvertAll(VectorFor), allowUnused: true);
        }
        catch (TorchException error)
        {
            return call.Gradients as string == error.Message ? null : $"the gradient gave {error.Message}, in Python {call.Gradients}";
        }

        _figures.Gradients += gradients.Length;
        return comparison.Difference(call.Gradients, gradients, "gradient");
    }

    // The numbers of vector_for in calls.py.
    private static Tensor? VectorFor(Tensor output) => output.Layout == Layout.Strided
        ? Torch.Arange(output.Numel).Remainder(7).Sub(2.5).To(output.DType).Reshape(output.Shape)
        : output.Detach();

    private sealed class Figures
    {
        public int Calls { get; set; }

        public int Errors { get; set; }

        public int Gradients { get; set; }

        public int Differences { get; set; }

        public override string ToString() => $"{Calls} calls, {Errors} of them errors, {Gradients} gradients, {Differences} differences";
    }
}
