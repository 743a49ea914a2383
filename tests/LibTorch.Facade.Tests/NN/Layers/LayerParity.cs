using System.Globalization;
using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>
/// Compares a layer with Python's in bits: its text, the names and values of its state after the same seed, what it gives
/// in training and in evaluation, all gradients, and the state afterwards.
/// </summary>
internal static class LayerParity
{
    private const string Random = """
        def r(*sizes): return torch.randn(*sizes)
        def g(*sizes): return torch.randn(*sizes).requires_grad_()
        """;

    public static void Check(PythonSession python, LayerRow row)
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= row.Since, $"Python has it since libtorch {row.Since}");
        Torch.ManualSeed(5);
        using var module = row.Make();
        var hasGradients = row.InputsHaveGradients && !module.ExtraRepr().Contains("inplace=True", StringComparison.Ordinal);
        var setup = $"""
            import torch.nn as nn
            {Random}
            torch.manual_seed(5)
            m = nn.{row.Python}
            torch.manual_seed(6)
            given = ({row.Inputs},)
            if {(hasGradients ? "True" : "False")}: [x.requires_grad_() for x in given if x.is_floating_point()]
            torch.manual_seed(7)
            """;
        Parity.SameText(python, "m", module, setup);
        Assert.Equal(python.Eval("list(m.state_dict())", setup), $"[{string.Join(", ", module.StateDict().Keys.Select(key => $"'{key}'"))}]");
        Parity.Same(python, "list(m.state_dict().values())", module.StateDict().Values, setup);

        // A copy does the same, and has nothing of the original's.
        using var copy = module.DeepCopy();
        Assert.Equal($"{module}", $"{copy}");
        var inputs = Inputs(python, row.Inputs);
        var seen = Run(row, module, Given(inputs, hasGradients));
        Assert.Equal(seen.Select(Parity.Bits), Run(row, copy, Given(inputs, hasGradients)).Select(Parity.Bits));
        Parity.Same(python, "seen", seen, setup + $"""

            seen = []
            for training in (True, False):
                m.train(training)
                outputs = {row.PythonCall}
                outputs = [outputs] if isinstance(outputs, torch.Tensor) else list(outputs)
                seen += [x.detach() for x in outputs]
                outputs = [x for x in outputs if x.requires_grad]
                if outputs: sum(x.sum() for x in outputs).backward()
            seen += [x.grad for x in [*given, *m.parameters()] if x.grad is not None] + list(m.state_dict().values())
            """);
    }

    private static List<Tensor> Run(LayerRow row, Module module, Tensor[] given)
    {
        Torch.ManualSeed(7);
        List<Tensor> seen = [];
        foreach (var training in new[] { true, false })
        {
            module.Train(training);
            var outputs = row.Call(module, given);
            seen.AddRange(outputs.Select(output => output.Detach()));
            outputs = [.. outputs.Where(output => output.RequiresGrad)];
            if (outputs.Length > 0)
            {
                outputs.Aggregate(Torch.Zeros([]), (sum, output) => sum + output.Sum()).Backward();
            }
        }

        seen.AddRange(given.Concat(module.Parameters()).Select(tensor => tensor.Grad).OfType<Tensor>());
        seen.AddRange(module.StateDict().Values);
        return seen;
    }

    // Python writes the inputs, a line for each.
    private static string[] Inputs(PythonSession python, string inputs) => python.Run($"""
        {Random}
        torch.manual_seed(6)
        for x in ({inputs},): print(str(x.dtype)[6:] + ';' + ','.join(map(str, x.shape)) + ';' + ','.join(str(float(v)) for v in x.detach().double().flatten().tolist()) + ';' + str(x.requires_grad))
        """).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // C# takes its values.
    private static Tensor[] Given(string[] inputs, bool hasGradients)
    {
        Tensor[] given = [.. inputs.Select(line => One(line.Split(';')))];
        if (hasGradients)
        {
            given.Where(tensor => tensor.DType.IsFloatingPoint).ToList().ForEach(tensor => tensor.RequiresGrad_());
        }

        return given;
    }

    private static Tensor One(string[] parts)
    {
        static T[] List<T>(string text, Func<string, T> parse) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(parse)];
        var shape = List(parts[1], long.Parse);
        var values = List(parts[2], text => double.Parse(text, CultureInfo.InvariantCulture));
        var dtype = parts[0] switch
        {
            "int64" => DType.Int64,
            "int32" => DType.Int32,
            "bool" => DType.Bool,
            "float64" => DType.Float64,
            _ => DType.Float32,
        };
        return Torch.Tensor(values).Reshape(shape).To(dtype).RequiresGrad_(parts[3] == "True");
    }
}
