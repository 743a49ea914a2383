namespace LibTorch.Tests.Autograd;

/// <summary>In which order a pass runs its nodes, and that what one node's hooks change of the thread does not reach the next.</summary>
public sealed class NodeOrderTests(PythonSession python)
{
    [Fact]
    public void The_gradient_mode_that_a_hook_leaves_behind_ends_with_its_node()
    {
        using var x = Torch.Tensor([1f, 2f], requiresGrad: true);
        var seen = new List<string>();
        var a = x * 2;
        var b = a * 3;
        foreach (var tensor in new[] { x, a, b })
        {
            tensor.RegisterHook(_ =>
            {
                seen.Add($"{Torch.IsGradEnabled()}");
                Torch.SetGradEnabled(!Torch.IsGradEnabled());
                seen.Add($"{Torch.IsGradEnabled()}");
            });
        }

        (b * b).Sum().Backward();
        seen.Add($"{Torch.IsGradEnabled()}");
        const string Setup = """
            x = torch.tensor([1., 2.], requires_grad=True); seen = []; a = x * 2; b = a * 3
            def hook(g):
                seen.append(str(torch.is_grad_enabled()))
                torch.set_grad_enabled(not torch.is_grad_enabled())
                seen.append(str(torch.is_grad_enabled()))
            for t in (x, a, b): t.register_hook(hook)
            (b * b).sum().backward()
            seen.append(str(torch.is_grad_enabled()))
            """;
        Parity.SameText(python, "' '.join(seen)", $"'{string.Join(' ', seen)}'", Setup);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Nodes_of_a_tangled_graph_run_in_Pythons_order(int seed)
    {
        // Leaves, which all have the same rank, and tensors that are used several times by one node.
        var setup = $$"""
            order = []
            def named(t, name): t.register_hook(lambda g: order.append(name)); return t
            all = [named(torch.ones(2, requires_grad=True), f'leaf{i}') for i in range(5)]
            state = {{seed}} + 12345
            def pick():
                global state
                state = (state * 1103515245 + 12345) % 2147483648
                return (state >> 8) % len(all)
            for i in range(25):
                first, second, third = pick(), pick(), pick()
                if i % 3: all.append(named(all[first] * all[second], f'mul{i}'))
                else: all.append(named(torch.cat([all[first], all[second], all[third], all[first]])[1:3], f'cat{i}'))
            torch.stack(all[-6:]).sum().backward()
            """;
        var order = new List<string>();
        Tensor Named(Tensor tensor, string name)
        {
            tensor.RegisterHook(_ => order.Add(name));
            return tensor;
        }

        List<Tensor> all = [.. Enumerable.Range(0, 5).Select(i => Named(Torch.Ones([2], requiresGrad: true), $"leaf{i}"))];
        var state = seed + 12345L;
        int Pick()
        {
            state = (state * 1103515245 + 12345) % 2147483648;
            return (int)((state >> 8) % all.Count);
        }

        for (var i = 0; i < 25; i++)
        {
            var (first, second, third) = (Pick(), Pick(), Pick());
            all.Add(i % 3 != 0
                ? Named(all[first] * all[second], $"mul{i}")
                : Named(Torch.Cat([all[first], all[second], all[third], all[first]])[1..3], $"cat{i}"));
        }

        Torch.Stack(all.TakeLast(6).ToArray()).Sum().Backward();
        Parity.SameText(python, "' '.join(order)", $"'{string.Join(' ', order)}'", setup);
    }
}
