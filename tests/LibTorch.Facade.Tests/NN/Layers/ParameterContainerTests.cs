using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Lists and dictionaries of parameters beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class ParameterContainerTests(PythonSession python)
{
    private const string Net = """
        import torch.nn as nn
        class Mixture(nn.Module):
            def __init__(self):
                super().__init__()
                self.scales = nn.ParameterList([nn.Parameter(torch.ones(3, 4)), nn.Parameter(torch.zeros(()), False), torch.ones(2, dtype=torch.float64)])
                self.named = nn.ParameterDict([("left", nn.Parameter(torch.ones(2))), ("narrow", nn.Parameter(torch.ones(1, 5, dtype=torch.float16)))])
        net = Mixture()
        """;

    [Fact]
    public void Texts_names_and_values_are_Pythons()
    {
        using var net = new Mixture();
        Parity.SameText(python, "net", net, Net);
        Parity.SameText(python, "net.scales", net.Scales, Net);
        Parity.SameText(python, "net.named", net.Named, Net);
        Parity.SameText(python, "nn.ParameterList()", new ParameterList(), Net);
        Parity.SameText(python, "nn.ParameterDict([('a', nn.Parameter(torch.ones(2, dtype=torch.complex64)))])", new ParameterDict(("a", new Parameter(Torch.Ones([2], dtype: LibTorch.DType.Complex64)))), Net);
        Assert.Equal(python.Eval("' '.join(net.state_dict())", Net), string.Join(' ', net.StateDict().Keys));
        Parity.Same(python, "list(net.state_dict().values())", net.StateDict().Values, Net);
        Assert.Equal(python.Eval("' '.join(n + str(p.requires_grad) for n, p in net.named_parameters())", Net), string.Join(' ', net.NamedParameters().Select(item => item.Name + item.Parameter.RequiresGrad)));
    }

    [Fact]
    public void They_change_as_lists_and_dictionaries_do()
    {
        var (a, b, c) = (new Parameter(Torch.Ones(1)), new Parameter(Torch.Ones(2)), new Parameter(Torch.Ones(3)));
        ParameterList list = [a, b];
        list.Insert(1, c);
        list.Remove(a);
        Assert.Equal([c, b], list);
        list[0] = a;
        Assert.Equal(["0", "1"], list.NamedParameters().Select(item => item.Name));
        Assert.Same(a, list[0]);
        Assert.Throws<ArgumentNullException>(() => list[0] = null!);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[5]);

        var dictionary = new ParameterDict(("a", a), ("b", b));
        dictionary["c"] = c;
        dictionary["a"] = c;
        Assert.True(dictionary.Remove("b"));
        Assert.Equal(["a", "c"], dictionary.Keys);
        Assert.Single(dictionary.Parameters());
        Assert.Throws<KeyNotFoundException>(() => dictionary["b"]);
        Assert.Throws<ArgumentException>(() => dictionary["a.b"] = c);
    }

    private sealed partial class Mixture : Module<Tensor, Tensor>
    {
        public ParameterList Scales { get; } = [new Parameter(Torch.Ones(3, 4)), new Parameter(Torch.Zeros([]), false), new Parameter(Torch.Ones([2], dtype: LibTorch.DType.Float64))];

        public ParameterDict Named { get; } = new(("left", new Parameter(Torch.Ones(2))), ("narrow", new Parameter(Torch.Ones([1, 5], dtype: LibTorch.DType.Float16))));

        public override Tensor Forward(Tensor input) => input * Scales[0];
    }
}
