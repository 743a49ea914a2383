using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>Nodes of the graph and hooks on them; the names are those of PyTorch's own tests.</summary>
public sealed class NodeTests(PythonSession python)
{
    [Fact]
    public void test_next_functions()
    {
        using var x = Torch.Randn([5, 5], requiresGrad: true);
        using var y = Torch.Randn([5, 5], requiresGrad: true);
        var a = x + y;
        var next = a.GradFn!.NextFunctions;
        Assert.Equal(2, next.Count);
        Assert.All(next, edge => Assert.Equal(python.Eval("(torch.ones(1, requires_grad=True) * 2).grad_fn.next_functions[0][0].name()"), edge.Function!.Name));
        Assert.Equal(x.ToArray<float>(), next[0].Function!.Variable!.ToArray<float>());
        var b = a + 5;
        Assert.Equal(a.GradFn, b.GradFn!.NextFunctions[0].Function);
        Assert.Equal(a.GradFn!.GetHashCode(), b.GradFn.NextFunctions[0].Function!.GetHashCode());
        Assert.NotEqual(a.GradFn, b.GradFn);
        Assert.False(a.GradFn.Equals(null));
        Assert.Null(b.GradFn.Variable);
        const string Setup = """
            x = torch.randn(5, 5, requires_grad=True)
            def walk(node): return '?' if node is None else node.name() + '(' + ' '.join(f"{n}:{walk(f)}" for f, n in node.next_functions) + ')'
            """;
        Assert.Equal(python.Eval("walk((x.chunk(2)[1].exp() @ x.mm(x) + 1).sum().grad_fn)", Setup), Walk((x.Chunk(2)[1].Exp().Matmul(x.Mm(x)) + 1).Sum().GradFn));

        static string Walk(Node? node) =>
            node is null ? "?" : $"{node.Name}({string.Join(" ", node.NextFunctions.Select(edge => $"{edge.OutputNr}:{Walk(edge.Function)}"))})";
    }

    [Fact]
    public void test_sequence_numbers_grow()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        var a = x * 2;
        var b = a * 2;
        Assert.True(a.GradFn!.SequenceNr < b.GradFn!.SequenceNr);
        Assert.Equal(ulong.MaxValue, a.GradFn.NextFunctions[0].Function!.SequenceNr);
    }

    [Fact]
    public void test_metadata_lives_with_the_node()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        var y = x * 2;
        y.GradFn!.Metadata["layer"] = 7;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(7, (y + 1).GradFn!.NextFunctions[0].Function!.Metadata["layer"]);
        Assert.Empty((x * 2).GradFn!.Metadata);
    }

    [Fact]
    public void test_output_shapes()
    {
        using var x = Torch.Ones([2, 3], requiresGrad: true);
        Assert.Equal([[2, 3]], (x * 2).GradFn!.OutputShapes.Select(shape => shape!.Value.ToArray()));
        Assert.Equal([[3], [3]], x.Unbind()[0].GradFn!.OutputShapes.Select(shape => shape!.Value.ToArray()));
        Assert.Empty(x.Sum().GradFn!.OutputShapes[0]!.Value);
    }

    [Fact]
    public void test_grad_fn_prehooks()
    {
        using var a = Torch.Tensor([1.0], requiresGrad: true);
        var b = a * 3;
        var seen = new List<double>();
        b.GradFn!.RegisterPrehook(grads => [grads[0]! * 5]);
        b.GradFn.RegisterPrehook(grads =>
        {
            seen.Add((double)grads[0]!);
            return null;
        });
        (b * 2).Backward(Torch.Ones([1], dtype: DType.Float64));
        Assert.Equal([10.0], seen);
        Assert.Equal([30.0], a.Grad!.ToArray<double>());
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            const string Setup = """
                a = torch.tensor([1.], dtype=torch.float64, requires_grad=True)
                b = a * 3
                b.grad_fn.register_prehook(lambda g: (g[0] * 5,))
                (b * 2).backward()
                """;
            Parity.Same(python, "a.grad", a.Grad!, Setup);
        }
    }

    [Fact]
    public void test_grad_fn_prehooks_remove_hooks()
    {
        using var a = Torch.Tensor([1.0], requiresGrad: true);
        var b = a * 3;
        var calls = 0;
        var handle = b.GradFn!.RegisterPrehook(_ =>
        {
            calls++;
            return null;
        });
        b.Backward(retainGraph: true);
        handle.Remove();
        b.Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void test_hooks_of_a_node_see_and_replace()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        using var y = Torch.Tensor([3.0, 4.0], requiresGrad: true);
        var z = x * y;
        z.GradFn!.RegisterHook((gradInputs, gradOutputs) =>
        {
            Assert.Equal((2, 1), (gradInputs.Count, gradOutputs.Count));
            return [gradInputs[0]! * 2, gradInputs[1]! + gradOutputs[0]!];
        });
        z.Sum().Backward();
        const string Setup = """
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
            y = torch.tensor([3., 4.], dtype=torch.float64, requires_grad=True)
            z = x * y
            z.grad_fn.register_hook(lambda gi, go: (gi[0] * 2, gi[1] + go[0]))
            z.sum().backward()
            """;
        Parity.Same(python, "[x.grad, y.grad]", [x.Grad!, y.Grad!], Setup);
    }

    [Fact]
    public void test_hook_of_a_node_with_the_wrong_number_of_results()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        const string Setup = """
            x = torch.ones(2, requires_grad=True)
            y = x * x
            def hook(gi, go): return gi[:1]
            y.grad_fn.register_hook(hook)
            """;
        var y = x * x;
        IReadOnlyList<Tensor?> hook(IReadOnlyList<Tensor?> inputs, IReadOnlyList<Tensor?> outputs) => [inputs[0]];
        y.GradFn!.RegisterHook(hook);
        Parity.SameError(python, "y.sum().backward()", () => y.Sum().Backward(), Setup);
    }

    [Fact]
    public void test_an_exception_in_a_hook_of_a_node()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var y = x * 2;
        y.GradFn!.RegisterHook((_, _) => throw new TimeoutException("after"));
        Assert.Equal("after", Assert.Throws<TimeoutException>(() => y.Sum().Backward()).Message);
        var z = x * 2;
        z.GradFn!.RegisterPrehook(_ => throw new TimeoutException("before"));
        Assert.Equal("before", Assert.Throws<TimeoutException>(() => z.Sum().Backward()).Message);
    }
}
