using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>A sequence of modules is changed as in Python, and has Python's names afterwards.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class SequentialTests(PythonSession python)
{
    private const string Net = """
        from collections import OrderedDict
        nn = torch.nn
        class Block(nn.Sequential):
            def __init__(self, width):
                super().__init__(nn.Linear(width, width), nn.ReLU())
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 4), nn.Tanh())
        named = nn.Sequential(OrderedDict([('fc', nn.Linear(2, 3)), ('act', nn.ReLU()), ('out', nn.Linear(3, 1))]))

        """;

    private static readonly Dictionary<string, Action<Sequential, Sequential>> Changes = new()
    {
        ["net[2] = nn.Linear(3, 5)"] = (net, _) => net[2] = new Linear(3, 5),
        ["net[-1] = nn.Sigmoid()"] = (net, _) => net[^1] = new Sigmoid(),
        ["named[2] = nn.Identity()"] = (_, named) => named[2] = new Identity(),
        ["named.fc = nn.Linear(2, 3, bias=False)"] = (_, named) => named.Add("fc", new Linear(2, 3, bias: false)),
        ["net.add_module('head', nn.Linear(4, 1))"] = (net, _) => net.Add("head", new Linear(4, 1)),
        ["named.append(nn.Tanh())"] = (_, named) => named.Append(new Tanh()),
        ["net.append(nn.Linear(4, 2)).append(nn.ReLU())"] = (net, _) => net.Append(new Linear(4, 2)).Append(new ReLU()),
        ["[net.append(m) for m in (nn.ReLU(), nn.Linear(4, 1))]"] = (net, _) => net.AddRange([new ReLU(), new Linear(4, 1)]),
        ["[net.append(m) for m in list(net)[1::2]]"] = (net, _) => net.AddRange(net.Where((_, i) => i % 2 == 1)),
        ["del net[1]"] = (net, _) => net.RemoveAt(1),
        ["del net[-1]"] = (net, _) => net.Remove(net[^1]),
        ["del named[1]"] = (_, named) => named.RemoveAt(1),
        ["del net[:]"] = (net, _) => net.Clear(),
        ["net.add_module('0', nn.Linear(2, 3, bias=False))"] = (net, _) => net.Add("0", new Linear(2, 3, bias: false)),
    };

    public static TheoryData<string> AllChanges => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(AllChanges))]
    public void A_change_gives_Pythons_sequence(string change)
    {
        var (net, named) = Made();
        Changes[change](net, named);
        var setup = Net + change + "\nx = torch.ones(2)";
        var x = Torch.Ones(2);
        Parity.SameText(python, "(net, named)", $"({net}, {named})", setup);
        Parity.SameText(python, "list(net.state_dict()) + list(named.state_dict())", Parity.Listed([.. net.StateDict().Keys, .. named.StateDict().Keys]), setup);
        Parity.SameAnswer(python, "net(x)", () => net.Call(x), setup);
        Parity.Same(python, "[named(x)]", [named.Call(x)], setup);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_inserted_module_moves_the_numbers(int place)
    {
        var (net, _) = Made();
        net.Insert(place, new ELU());
        Parity.SameText(python, "net", net, $"{Net}net.insert({place}, nn.ELU())");
    }

    [Fact]
    public void Slices_keep_the_names()
    {
        var (net, named) = Made();
        Parity.SameText(python, "(net[1:3], net[:-1], named[1:], net[4:])", $"({net[1..3]}, {net[..^1]}, {named[1..]}, {net[4..]})", Net);
        Assert.Same(net[2], net[1..3][1]);
        Assert.True(net is [Linear, .., Tanh]);
    }

    [Fact]
    public void A_class_may_derive_from_it()
    {
        Torch.ManualSeed(1);
        Sequential net = [new Block(2), new Block(2)];
        const string Setup = Net + "torch.manual_seed(1)\nnet = nn.Sequential(Block(2), Block(2))";
        Parity.SameText(python, "net", net, Setup);
        Parity.SameText(python, "list(net.state_dict())", Parity.Listed(net.StateDict().Keys), Setup);
        Parity.Same(python, "[net(torch.ones(2))]", [((Sequential)net.DeepCopy()).Call(Torch.Ones(2))], Setup);
    }

    [Fact]
    public void Wrong_changes_are_refused_and_change_nothing()
    {
        var (net, _) = Made();
        var before = net.ToString();
        Assert.Throws<ArgumentOutOfRangeException>(() => net[4] = new ReLU());
        Assert.Throws<ArgumentOutOfRangeException>(() => net[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => net.RemoveAt(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Insert(5, new ReLU()));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.Slice(3, 2));
        Assert.Throws<ArgumentNullException>(() => net[0] = null!);
        Assert.Throws<ArgumentNullException>(() => net.Insert(0, null!));
        Assert.Throws<ArgumentNullException>(() => net.Append(null!));
        Assert.Throws<ArgumentNullException>(() => net.AddRange(null!));
        Assert.Throws<ArgumentException>(() => net.Add("a.b", new ReLU()));
        Assert.False(net.Remove(new ReLU()));
        Assert.Equal(before, net.ToString());
    }

    private static (Sequential Net, Sequential Named) Made()
    {
        Torch.ManualSeed(0);
        return (
            [new Linear(2, 3), new ReLU(), new Linear(3, 4), new Tanh()],
            new(("fc", new Linear(2, 3)), ("act", new ReLU()), ("out", new Linear(3, 1))));
    }

    private sealed partial class Block(long width) : Sequential(new Linear(width, width), new ReLU());
}
