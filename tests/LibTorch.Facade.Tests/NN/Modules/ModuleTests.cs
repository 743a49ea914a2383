using LibTorch.NN;
using static LibTorch.Tests.NN.SampleNets;

namespace LibTorch.Tests.NN;

/// <summary>Modules of one's own: what they list, print, save and load is Python's, and so is what they compute.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ModuleTests(PythonSession python)
{
    private const string TwoNets = SampleNets.Python + """

        torch.manual_seed(3)
        net, deep = Net(), Deep()
        x, y = torch.randn(2, 1, 8, 8), torch.randn(4, 3)
        """;

    private static (Net Net, Deep Deep, Tensor X, Tensor Y) Made()
    {
        Torch.ManualSeed(3);
        return (new Net(), new Deep(), Torch.Randn(2, 1, 8, 8), Torch.Randn(4, 3));
    }

    [Fact]
    public void Texts_are_Pythons()
    {
        var (net, deep, _, _) = Made();
        Parity.SameText(python, "net", net, TwoNets);
        Parity.SameText(python, "deep", deep, TwoNets);
        Parity.SameText(python, "net.scale", net.Factor, TwoNets);
        Parity.SameText(python, "net.eval().requires_grad_(False).scale", ((Net)net.Eval().RequiresGrad_(false)).Factor, TwoNets);
    }

    [Fact]
    public void Names_first_values_and_metadata_are_Pythons()
    {
        var (net, deep, _, _) = Made();
        foreach (var (name, module) in new[] { ("net", (Module)net), ("deep", deep) })
        {
            var state = module.StateDict();
            Assert.Equal(python.Eval($"list({name}.state_dict())", TwoNets), Parity.Listed(state.Keys));
            Parity.Same(python, $"list({name}.state_dict().values())", state.Values, TwoNets);
            Assert.Equal(
                python.Eval($"[(k, v['version']) for k, v in {name}.state_dict()._metadata.items()]", TwoNets),
                $"[{string.Join(", ", state.Versions.Select(version => $"('{version.Key}', {version.Value})"))}]");
            Assert.Equal(python.Eval($"[n for n, _ in {name}.named_parameters()]", TwoNets), Parity.Listed(module.NamedParameters().Select(item => item.Name)));
            Assert.Equal(python.Eval($"[n for n, _ in {name}.named_buffers()]", TwoNets), Parity.Listed(module.NamedBuffers().Select(item => item.Name)));
            Assert.Equal(python.Eval($"[n for n, _ in {name}.named_modules()]", TwoNets), Parity.Listed(module.NamedModules.Select(item => item.Name)));
            Assert.Equal(python.Eval($"[n for n, _ in {name}.named_children()]", TwoNets), Parity.Listed(module.NamedChildren.Select(item => item.Name)));
        }
    }

    [Fact]
    public void Values_gradients_and_running_figures_are_Pythons()
    {
        var (net, deep, x, y) = Made();
        List<Tensor> seen = [];
        foreach (var training in new[] { true, false })
        {
            net.Train(training);
            var output = net.Call(x);
            output.Sum().Backward();
            seen.Add(output.Detach());
        }

        seen.AddRange(net.Parameters().Select(parameter => parameter.Grad!));
        seen.AddRange(net.StateDict().Values);
        var result = deep.Call(y);
        result.Sum().Backward();
        seen.AddRange([result.Detach(), .. deep.Parameters().Select(parameter => parameter.Grad!)]);
        Parity.Same(python, "seen", seen, TwoNets + """

            seen = []
            for training in (True, False):
                net.train(training)
                output = net(x)
                output.sum().backward()
                seen.append(output.detach())
            seen += [p.grad for p in net.parameters()] + list(net.state_dict().values())
            result = deep(y)
            result.sum().backward()
            seen += [result.detach()] + [p.grad for p in deep.parameters()]
            """);
    }

    [Fact]
    public void A_state_that_fits_is_copied()
    {
        var (net, _, x, _) = Made();
        var other = new Net();
        Assert.Equal("<All keys matched successfully>", other.LoadStateDict(net.StateDict()).ToString());
        Assert.Equal(net.Eval() is Net ? ((Net)net.Eval()).Call(x).ToString() : "", ((Net)other.Eval()).Call(x).ToString());
        Assert.False(ReferenceEquals(net.Factor, other.Factor));
        net.Factor.Data.Fill_(2);
        Assert.NotEqual(net.Factor.ToString(), other.Factor.ToString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("del s['fc1.weight']", "fc1.weight")]
    [InlineData("del s['fc1.weight'], s['bn1.bias']", "fc1.weight bn1.bias")]
    [InlineData("s['more'] = torch.ones(1)", "+more")]
    [InlineData("s['fc1.more'] = torch.ones(1); s['fc1.weight.more'] = torch.ones(1); s['shift.more'] = torch.ones(1); s['bn1'] = torch.ones(1)", "+fc1.more +fc1.weight.more +shift.more +bn1")]
    [InlineData("s['scale'] = torch.ones(3); s['fc1.weight'] = torch.ones(2, 3); s['x.y'] = torch.ones(1); del s['shift']", "scale:3 fc1.weight:2,3 +x.y shift")]
    [InlineData("s['bn1.num_batches_tracked'] = torch.tensor([7])", "bn1.num_batches_tracked:one")]
    public void What_does_not_fit_is_said_as_in_Python_and_nothing_is_copied(string changesPython, string changes)
    {
        var (net, _, _, _) = Made();
        var state = new Net().StateDict();
        foreach (var change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = change.TrimStart('+').Split(':');
            if (change[0] == '+')
            {
                state[parts[0]] = Torch.Ones(1);
            }
            else if (parts.Length == 1)
            {
                state.Remove(parts[0]);
            }
            else
            {
                state[parts[0]] = parts[1] == "one" ? Torch.Tensor([7L]) : Torch.Ones(Array.ConvertAll(parts[1].Split(','), long.Parse));
            }
        }

        var before = net.StateDict().Values.Select(Parity.Bits).ToList();
        object Load()
        {
            try
            {
                return net.LoadStateDict(state);
            }
            catch (TorchException)
            {
                Assert.Equal(before, net.StateDict().Values.Select(Parity.Bits));
                throw;
            }
        }

        Parity.SameAnswer(python, "load()", Load, TwoNets + $"""

            def load():
                s = Net().state_dict()
                {(changesPython.Length == 0 ? "pass" : changesPython)}
                return net.load_state_dict(s)
            """);
    }

    [Fact]
    public void Not_strictly_the_rest_is_copied()
    {
        var (net, _, _, _) = Made();
        var state = net.StateDict();
        state.Remove("scale");
        state["more"] = Torch.Ones(1);
        Assert.Equal(
            python.Eval("str(net.load_state_dict(s, strict=False))", TwoNets + "\ns = net.state_dict()\ndel s['scale']\ns['more'] = torch.ones(1)\n"),
            new Net().LoadStateDict(state, strict: false).ToString());
    }

    [Fact]
    public void Conversions_keep_the_objects_and_convert_what_Python_converts()
    {
        var (net, _, x, _) = Made();
        net.Call(x).Sum().Backward();
        var factor = net.Factor;
        net.Double();
        Assert.Same(factor, net.Factor);
        const string Converted = "[(n, str(p.dtype)) for n, p in net.state_dict().items()] + [str(p.grad.dtype) for p in net.parameters()]";
        string Dtypes() => $"[{string.Join(", ", [.. net.StateDict().Select(item => $"('{item.Key}', '{item.Value.DType}')"), .. net.Parameters().Select(parameter => $"'{parameter.Grad!.DType}'")])}]";
        Assert.Equal(python.Eval(Converted, TwoNets + "\nnet(x).sum().backward()\nnet.double()\n"), Dtypes());
        net.To(LibTorch.DType.BFloat16);
        Assert.Equal(python.Eval(Converted, TwoNets + "\nnet(x).sum().backward()\nnet.to(torch.bfloat16)\n"), Dtypes());
        Parity.SameError(python, "net.to(torch.int64)", () => net.To(LibTorch.DType.Int64), TwoNets);
        net.ZeroGrad();
        Assert.Equal(python.Eval("all(p.grad is None for p in net.parameters())", TwoNets + "\nnet(x).sum().backward()\nnet.zero_grad()\n"), net.Parameters().All(parameter => parameter.Grad is null).ToString());
    }

    [Fact]
    public void Hooks_see_and_replace()
    {
        var (_, deep, _, y) = Made();
        List<string> order = [];
        var before = deep.RegisterForwardPreHook((module, input) =>
        {
            order.Add("before");
            return input * 2;
        });
        using var after = deep.RegisterForwardHook((module, input, output) =>
        {
            order.Add("after");
            return output + 1;
        });
        var plain = deep.Forward(y * 2) + 1;
        Assert.Equal(Parity.Bits(plain), Parity.Bits(deep.Call(y)));
        Assert.Equal(["before", "after"], order);
        before.Dispose();
        before.Dispose();
        Assert.Equal(Parity.Bits(deep.Forward(y) + 1), Parity.Bits(deep.Call(y)));
    }

    [Fact]
    public void Members_said_by_hand_are_members()
    {
        Torch.ManualSeed(0);
        var module = new ByHand();
        Assert.Equal(["scale", "fc1.weight", "fc1.bias"], module.StateDict().Keys);
        Assert.Equal("ByHand(\n  (fc1): Linear(in_features=3, out_features=4, bias=True)\n)", module.ToString());
    }

    [Fact]
    public void A_shared_weight_is_listed_once_and_saved_under_both_names()
    {
        var first = new Linear(2, 2);
        Sequential net = [first, new ReLU(), first];
        Assert.Equal(python.Eval("(len(list(n.parameters())), list(n.state_dict()))", "import torch.nn as nn\nl = nn.Linear(2, 2)\nn = nn.Sequential(l, nn.ReLU(), l)"),
            $"({net.Parameters().Count()}, {Parity.Listed(net.StateDict().Keys)})");
    }

    [Fact]
    public void A_module_inside_of_itself_is_refused()
    {
        var list = new ModuleList<Module>();
        list.Add(list);
        Assert.Throws<InvalidOperationException>(() => list.StateDict());
        Assert.Throws<InvalidOperationException>(() => list.ToString());
        Assert.Single(list.Modules);
    }

    [Theory]
    [InlineData("fc1.weight")]
    [InlineData("bn1.nope")]
    [InlineData("nope.weight")]
    public void Members_are_found_by_their_way(string target)
    {
        var (net, _, _, _) = Made();
        Parity.SameAnswer(
            python, $"list(net.get_parameter('{target}').shape)", () => $"[{string.Join(", ", net.GetParameter(target).Shape.Select(extent => extent))}]", TwoNets);
    }

    [Fact]
    public void A_module_is_a_function()
    {
        var linear = new Linear(2, 3);
        Func<Tensor, Tensor> function = linear;
        Assert.Equal(Parity.Bits(linear.Call(Torch.Ones(2))), Parity.Bits(function(Torch.Ones(2))));
    }
}
