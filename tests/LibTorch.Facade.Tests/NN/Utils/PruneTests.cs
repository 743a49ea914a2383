using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>Pruned weights, their masks and what is left of them are Python's in bits.</summary>
[Collection(ProcessWideState.Name)]
public sealed class PruneTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn, torch.nn.utils.prune as prune
        torch.manual_seed(3)
        m = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3))
        x = torch.randn(2, 4)
        l = m[0]
        """;

    private static readonly Dictionary<string, Action<Sequential>> Steps = new()
    {
        ["prune.identity(l, 'weight')"] = net => Utils.Prune.Identity(net[0], "weight"),
        ["prune.random_unstructured(l, 'weight', 0.3)"] = net => Utils.Prune.RandomUnstructured(net[0], "weight", 0.3),
        ["prune.random_unstructured(l, 'bias', 2)"] = net => Utils.Prune.RandomUnstructured(net[0], "bias", 2),
        ["prune.l1_unstructured(l, 'weight', 0.5)"] = net => Utils.Prune.L1Unstructured(net[0], "weight", 0.5),
        ["prune.l1_unstructured(l, 'weight', 5, torch.arange(24.).reshape(6, 4))"] = net => Utils.Prune.L1Unstructured(net[0], "weight", 5, Torch.Arange(24.0, dtype: LibTorch.DType.Float32).Reshape(6, 4)),
        ["prune.random_structured(l, 'weight', 2, 0)"] = net => Utils.Prune.RandomStructured(net[0], "weight", 2, 0),
        ["prune.ln_structured(l, 'weight', 0.4, 2, 1)"] = net => Utils.Prune.LnStructured(net[0], "weight", 0.4, 2, 1),
        ["prune.ln_structured(l, 'weight', 1, float('inf'), -2)"] = net => Utils.Prune.LnStructured(net[0], "weight", 1, double.PositiveInfinity, -2),
        ["prune.custom_from_mask(l, 'bias', torch.tensor([0, 1, 0, 1, 1, 1]))"] = net => Utils.Prune.CustomFromMask(net[0], "bias", Torch.Tensor([0L, 1L, 0L, 1L, 1L, 1L])),
        ["prune.global_unstructured([(l, 'weight'), (m[2], 'weight')], prune.L1Unstructured, amount=0.4)"] = net => Utils.Prune.GlobalUnstructured([(net[0], "weight"), (net[2], "weight")], new L1Unstructured(0.4)),
        ["prune.global_unstructured([(l, 'weight'), (l, 'bias')], prune.RandomUnstructured, amount=7)"] = net => Utils.Prune.GlobalUnstructured([(net[0], "weight"), (net[0], "bias")], new RandomUnstructured(7)),
    };

    public static TheoryData<string> Singles => [.. Steps.Keys];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var first in Steps.Keys)
            {
                foreach (var second in Steps.Keys.Where((_, i) => i % 2 == 1))
                {
                    all.Add(first, second);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Singles))]
    public void One_is_Pythons(string step) => Check(step);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void One_after_the_other_is_Pythons(string first, string second) => Check(first, second);

    private void Check(params string[] steps)
    {
        var (net, x) = Made();
        var setup = Setup + "\n" + string.Join('\n', steps) + "\n";
        Array.ForEach(steps, step => Steps[step](net));
        Assert.Equal(python.Eval("' '.join(m.state_dict())", setup), string.Join(' ', net.StateDict().Keys));
        Assert.True(Utils.Prune.IsPruned(net));
        List<Tensor> seen = [.. net.StateDict().Values.Select(value => value.Clone())];
        var output = net.Call(x);
        output.Pow(2).Sum().Backward();
        seen.AddRange([output, .. net.Parameters().Select(parameter => parameter.Grad!)]);
        Parity.SameText(python, "m[0].weight", ((Linear)net[0]).Weight, setup);
        Parity.Same(python, "seen", seen, setup + """

            seen = [v.clone() for v in m.state_dict().values()]
            out = m(x)
            (out ** 2).sum().backward()
            seen += [out] + [p.grad for p in m.parameters()]
            """);
        const string Remove = """

            for s in (m[0], m[2]):
                for n in ('weight', 'bias'):
                    if hasattr(s, n + '_mask'): prune.remove(s, n)
            """;
        foreach (var (layer, name) in new[] { (0, "weight"), (0, "bias"), (2, "weight"), (2, "bias") })
        {
            if (net[layer].NamedBuffers().Any(buffer => buffer.Name == name + "_mask"))
            {
                Utils.Prune.Remove(net[layer], name);
            }
        }

        Assert.False(Utils.Prune.IsPruned(net));
        Assert.Equal(python.Eval("' '.join(m.state_dict())", setup + Remove), string.Join(' ', net.StateDict().Keys));
        Parity.Same(python, "list(m.state_dict().values()) + [m(x)]", [.. net.StateDict().Values, net.Call(x)], setup + Remove);
    }

    [Theory]
    [InlineData("prune.l1_unstructured(l, 'weight', 1.5)")]
    [InlineData("prune.l1_unstructured(l, 'weight', -1)")]
    [InlineData("prune.l1_unstructured(l, 'weight', 25)")]
    [InlineData("prune.random_structured(l, 'bias', 1, 0)")]
    [InlineData("prune.random_structured(l, 'weight', 1, 2)")]
    [InlineData("prune.l1_unstructured(l, 'weight', 1, torch.ones(3))")]
    [InlineData("prune.remove(l, 'weight')")]
    [InlineData("prune.global_unstructured([(l, 'weight')], prune.LnStructured, amount=1, n=1)")]
    public void What_does_not_fit_is_said_as_in_Python_and_the_module_stays(string expression)
    {
        var (net, x) = Made();
        var before = Parity.Bits(net.Call(x));
        Parity.SameError(
            python, expression,
            () =>
            {
                switch (expression)
                {
                    case "prune.l1_unstructured(l, 'weight', 1.5)":
                        Utils.Prune.L1Unstructured(net[0], "weight", 1.5);
                        break;
                    case "prune.l1_unstructured(l, 'weight', -1)":
                        Utils.Prune.L1Unstructured(net[0], "weight", -1);
                        break;
                    case "prune.l1_unstructured(l, 'weight', 25)":
                        Utils.Prune.L1Unstructured(net[0], "weight", 25);
                        break;
                    case "prune.random_structured(l, 'bias', 1, 0)":
                        Utils.Prune.RandomStructured(net[0], "bias", 1, 0);
                        break;
                    case "prune.random_structured(l, 'weight', 1, 2)":
                        Utils.Prune.RandomStructured(net[0], "weight", 1, 2);
                        break;
                    case "prune.l1_unstructured(l, 'weight', 1, torch.ones(3))":
                        Utils.Prune.L1Unstructured(net[0], "weight", 1, Torch.Ones(3));
                        break;
                    case "prune.remove(l, 'weight')":
                        Utils.Prune.Remove(net[0], "weight");
                        break;
                    default:
                        Utils.Prune.GlobalUnstructured([(net[0], "weight")], new LnStructured(1, 1));
                        break;
                }
            },
            Setup);
        Assert.Equal(before, Parity.Bits(net.Call(x)));
        Assert.Equal("0.weight 0.bias 2.weight 2.bias", string.Join(' ', net.StateDict().Keys));
    }

    [Fact]
    public void Optimizers_go_on_and_copies_are_pruned()
    {
        var (net, x) = Made();
        var weight = ((Linear)net[0]).Weight;
        Utils.Prune.L1Unstructured(net[0], "weight", 0.5);
        Assert.Same(weight, net[0].GetParameter("weight_orig"));
        net.Call(x).Sum().Backward();
        Assert.NotNull(weight.Grad);
        var copy = (Sequential)net.DeepCopy();
        using (Torch.NoGrad())
        {
            weight.Mul_(2);
        }

        Assert.NotEqual(Parity.Bits(net.Call(x)), Parity.Bits(copy.Call(x)));
        copy.LoadStateDict(net.StateDict());
        Assert.Equal(Parity.Bits(net.Call(x)), Parity.Bits(copy.Call(x)));
    }

    private static (Sequential Net, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        return ([new Linear(4, 6), new Tanh(), new Linear(6, 3)], Torch.Randn(2, 4));
    }
}
