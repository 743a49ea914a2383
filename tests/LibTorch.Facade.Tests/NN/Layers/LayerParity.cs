using System.Text.Json;
using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>
/// Compares a layer with Python's in bits, for several seeds: its text, the names and values of its state after the same
/// seed, what it gives in training and in evaluation, all gradients, and the state afterwards.
/// </summary>
internal static class LayerParity
{
    private static readonly int[] Seeds = [5, 1234, 70_000];

    public static void Check(PythonSession python, LayerRow row)
    {
        Assert.SkipUnless(Version.Parse(Torch.Version) >= row.Since, $"Python has it since libtorch {row.Since}");
        using var first = row.Make();
        var hasGradients = row.InputsHaveGradients && !first.ExtraRepr().Contains("inplace=True", StringComparison.Ordinal);
        var answers = Ask(python, row, hasGradients);
        foreach (var (seed, answer) in Seeds.Zip(answers.EnumerateArray()))
        {
            CheckOne(row, seed, answer, hasGradients);
        }
    }

    private static void CheckOne(LayerRow row, int seed, JsonElement answer, bool hasGradients)
    {
        Torch.ManualSeed(seed);
        using var module = row.Make();
        Assert.Equal(answer.GetProperty("text").GetString(), module.ToString());
        Assert.Equal(Texts(answer, "keys"), module.StateDict().Keys);
        Assert.Equal(Texts(answer, "state"), module.StateDict().Values.Select(Parity.Bits));

        // A copy does the same, and has nothing of the original's.
        using var copy = module.DeepCopy();
        Assert.Equal($"{module}", $"{copy}");
        var inputs = answer.GetProperty("inputs");
        var seen = Run(row, module, Given(inputs, hasGradients), seed);
        Assert.Equal(seen, Run(row, copy, Given(inputs, hasGradients), seed));
        Assert.Equal(Texts(answer, "seen"), seen);
    }

    private static List<string> Run(LayerRow row, Module module, Tensor[] given, int seed)
    {
        Torch.ManualSeed(seed + 2);
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
        return seen.ConvertAll(Parity.Bits);
    }

    private static JsonElement Ask(PythonSession python, LayerRow row, bool hasGradients) => JsonDocument.Parse(python.Run($$"""
        {{LayerInputs.Python}}
        answers = []
        for seed in ({{string.Join(", ", Seeds)}},):
            torch.manual_seed(seed)
            m = nn.{{row.Python}}
            answer = {"text": repr(m), "keys": list(m.state_dict()), "state": [bits(x) for x in m.state_dict().values()]}
            torch.manual_seed(seed + 1)
            given = ({{row.Inputs}},)
            answer["inputs"] = [written(x) for x in given]
            if {{(hasGradients ? "True" : "False")}}: [x.requires_grad_() for x in given if x.is_floating_point()]
            torch.manual_seed(seed + 2)
            seen = []
            for training in (True, False):
                m.train(training)
                outputs = {{row.PythonCall}}
                outputs = [outputs] if isinstance(outputs, torch.Tensor) else list(outputs)
                seen += [x.detach() for x in outputs]
                outputs = [x for x in outputs if x.requires_grad]
                if outputs: sum(x.sum() for x in outputs).backward()
            seen += [x.grad for x in [*given, *m.parameters()] if x.grad is not None] + list(m.state_dict().values())
            answer["seen"] = [bits(x) for x in seen]
            answers.append(answer)
        print(json.dumps(answers))
        """)).RootElement;

    private static Tensor[] Given(JsonElement inputs, bool hasGradients)
    {
        var given = LayerInputs.Read(inputs);
        if (hasGradients)
        {
            given.Where(tensor => tensor.DType.IsFloatingPoint).ToList().ForEach(tensor => tensor.RequiresGrad_());
        }

        return given;
    }

    private static IEnumerable<string?> Texts(JsonElement answer, string name) => answer.GetProperty(name).EnumerateArray().Select(text => text.GetString());
}
