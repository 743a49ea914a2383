using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Backward hooks see and replace what Python's see and replace, in Python's order.</summary>
[Collection(ProcessWideState.Name)]
public sealed class BackwardHookTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        torch.manual_seed(3)
        net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
        x = torch.randn(5, 3, requires_grad=True)
        seen, order = [], []
        """;

    private static (Sequential Net, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        return ([new Linear(3, 4), new Tanh(), new Linear(4, 2)], Torch.Randn(5, 3, requiresGrad: true));
    }

    [Fact]
    public void They_see_the_gradients_in_Pythons_order()
    {
        var (net, x) = Made();
        List<Tensor> seen = [];
        List<string> order = [];
        for (var i = 0; i < 3; i++)
        {
            var at = i;
            net[i].RegisterFullBackwardHook((_, gradInput, gradOutput) =>
            {
                order.Add($"{at}: {gradInput.Count} {gradOutput.Count}");
                seen.AddRange([gradInput[0]!, gradOutput[0]!]);
            });
        }

        var output = net.Call(x);
        Assert.Equal(python.Eval("type(net(x).grad_fn).__name__", Setup + "\nfor m in net: m.register_full_backward_hook(lambda *a: None)\n"), output.GradFn!.Name);
        output.Sum().Backward();
        Parity.Same(python, "seen + [x.grad] + [p.grad for p in net.parameters()]", [.. seen, x.Grad!, .. net.Parameters().Select(parameter => parameter.Grad!)], Setup + """

            for i, m in enumerate(net): m.register_full_backward_hook(lambda m, gi, go, i=i: (order.append(f'{i}: {len(gi)} {len(go)}'), seen.extend([gi[0], go[0]]), None)[2])
            net(x).sum().backward()
            """);
        Assert.Equal(["2: 1 1", "1: 1 1", "0: 1 1"], order);
    }

    [Fact]
    public void They_replace_gradients_and_go_when_they_are_disposed_of()
    {
        var (net, x) = Made();
        var hook = net[1].RegisterFullBackwardHook((_, gradInput, _) => [gradInput[0]! * 2]);
        net.Call(x).Sum().Backward();
        Parity.Same(python, "x.grad", x.Grad!, Setup + "\nnet[1].register_full_backward_hook(lambda m, gi, go: (gi[0] * 2,))\nnet(x).sum().backward()\n");
        hook.Dispose();
        x.Grad = null;
        net.Call(x).Sum().Backward();
        Parity.Same(python, "x.grad", x.Grad!, Setup + "\nnet(x).sum().backward()\n");
    }

    [Fact]
    public void Pre_hooks_replace_the_outputs_gradients()
    {
        var (net, x) = Made();
        List<Tensor> seen = [];
        net[1].RegisterFullBackwardPreHook((_, gradOutput) => [gradOutput[0]! * 3]);
        net[1].RegisterFullBackwardHook((_, gradInput, gradOutput) => seen.AddRange([gradInput[0]!, gradOutput[0]!]));
        net.Call(x).Sum().Backward();
        if (python.Eval("hasattr(torch.nn.Module, 'register_full_backward_pre_hook')") != "True")
        {
            // Since 2.0. What it does can be said with a hook on the output.
            Parity.Same(python, "x.grad", x.Grad!, Setup + "\nnet[1].register_forward_hook(lambda m, i, o: (o.register_hook(lambda g: g * 3), None)[1])\nnet(x).sum().backward()\n");
            return;
        }

        Parity.Same(python, "seen + [x.grad]", [.. seen, x.Grad!], Setup + """

            net[1].register_full_backward_pre_hook(lambda m, go: (go[0] * 3,))
            net[1].register_full_backward_hook(lambda m, gi, go: seen.extend([gi[0], go[0]]))
            net(x).sum().backward()
            """);
    }

    [Fact]
    public void Where_no_input_has_a_gradient_the_outputs_are_seen()
    {
        var (net, _) = Made();
        List<string> seen = [];
        net[0].RegisterFullBackwardHook((_, gradInput, gradOutput) => seen.Add($"{gradInput[0] is null} {gradOutput[0]!.Shape}"));
        net.Call(Torch.Ones(1, 3)).Sum().Backward();
        Assert.Equal(python.Eval("seen[0]", Setup + "\nnet[0].register_full_backward_hook(lambda m, gi, go: seen.append(f'{gi[0] is None} {go[0].shape}'))\nnet(torch.ones(1, 3)).sum().backward()\n"), seen[0]);
        net[0].RegisterFullBackwardHook((_, gradInput, gradOutput) => gradOutput);
        Parity.SameError(
            python, "net(torch.ones(1, 3)).sum().backward()", () => net.Call(Torch.Ones(1, 3)).Sum().Backward(), Setup + "\nnet[0].register_full_backward_hook(lambda m, gi, go: go)\n");
    }

    [Fact]
    public void Hooks_come_before_the_others_where_that_is_asked_for()
    {
        var (net, x) = Made();
        List<string> order = [];
        net[1].RegisterForwardPreHook((_, _) => order.Add("a"));
        net[1].RegisterForwardPreHook((_, _) => order.Add("b"), prepend: true);
        net[1].RegisterForwardHook((_, _, _) => order.Add("c"));
        net[1].RegisterForwardHook((_, _, _) => order.Add("d"), prepend: true);
        net[1].RegisterFullBackwardPreHook((_, _) => order.Add("e"));
        net[1].RegisterFullBackwardPreHook((_, _) => order.Add("f"), prepend: true);
        net[1].RegisterFullBackwardHook((_, _, _) => order.Add("g"));
        net[1].RegisterFullBackwardHook((_, _, _) => order.Add("h"), prepend: true);
        net.Call(x).Sum().Backward();
        Assert.Equal("badcfehg", string.Concat(order));
        if (python.Eval("hasattr(torch.nn.Module, 'register_full_backward_pre_hook')") == "True")
        {
            Assert.Equal(
                python.Eval("''.join(order)", Setup + """

                    for register, first, second in ((net[1].register_forward_pre_hook, 'a', 'b'), (net[1].register_forward_hook, 'c', 'd'),
                                                    (net[1].register_full_backward_pre_hook, 'e', 'f'), (net[1].register_full_backward_hook, 'g', 'h')):
                        register(lambda *a, n=first: order.append(n))
                        register(lambda *a, n=second: order.append(n), prepend=True)
                    net(x).sum().backward()
                    """),
                string.Concat(order));
        }
    }

    [Fact]
    public void Another_number_of_gradients_is_an_error()
    {
        var (net, x) = Made();
        net[1].RegisterFullBackwardHook((_, gradInput, _) => [gradInput[0], gradInput[0]]);
        Parity.SameError(python, "net(x).sum().backward()", () => net.Call(x).Sum().Backward(), Setup + "\nnet[1].register_full_backward_hook(lambda m, gi, go: (gi[0], gi[0]))\n");
    }

    [Fact]
    public void Several_inputs_and_outputs_are_seen_each()
    {
        using var module = new SampleNets.Swapped();
        var (a, b) = (Torch.Ones([2], requiresGrad: true), Torch.Ones(2) * 2);
        List<string> seen = [];
        module.RegisterFullBackwardHook((_, gradInput, gradOutput) => seen.Add(
            $"{string.Join(' ', gradInput.Select(one => one is null ? "None" : one.ToString()))} | {string.Join(' ', gradOutput.Select(one => one is null ? "None" : one.ToString()))}"));
        var (first, second) = module.Call(a, b);
        (first + second).Sum().Backward();
        Assert.Equal(
            python.Eval("seen[0]", """
                import torch.nn as nn
                class Swapped(nn.Module):
                    def forward(self, x, y): return x * y, x + y
                seen = []
                m = Swapped()
                m.register_full_backward_hook(lambda m, gi, go: seen.append(' '.join(map(str, gi)) + ' | ' + ' '.join(map(str, go))))
                a, b = torch.ones(2, requires_grad=True), torch.ones(2) * 2
                x, y = m(a, b)
                (x + y).sum().backward()
                """),
            seen[0]);
    }

    [Fact]
    public void What_a_hook_throws_comes_out_of_backward()
    {
        var (net, x) = Made();
        net[1].RegisterFullBackwardHook((_, _, _) => throw new InvalidTimeZoneException("no"));
        Assert.Throws<InvalidTimeZoneException>(() => net.Call(x).Sum().Backward());
    }
}
