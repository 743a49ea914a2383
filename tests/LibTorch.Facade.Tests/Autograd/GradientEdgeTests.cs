using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>Gradients by and from places in the graph; the names are those of PyTorch's own tests.</summary>
public sealed class GradientEdgeTests(PythonSession python)
{
    private const string Head = """
        get_gradient_edge = getattr(torch.autograd.graph, "get_gradient_edge", None)
        x = torch.tensor([1., 2., 3.], dtype=torch.float64, requires_grad=True)
        y = x * 2

        """;

    private readonly Tensor _x = Torch.Tensor([1.0, 2.0, 3.0], requiresGrad: true);

    // Python has them as inputs since 2.1, as outputs since 2.7; here they are compared with tensors before.
    private static bool HasInputs => LibraryCalls.IsAtLeast(2, 1);

    private static bool HasOutputs => LibraryCalls.IsAtLeast(2, 7);

    [Fact]
    public void test_grad_to_node()
    {
        var y = _x * 2;
        var out0 = y.Pow(2).Sum();
        var expected = Torch.Autograd.Grad(out0, y, retainGraph: true);
        var grads = Torch.Autograd.Grad([out0], [Torch.Autograd.Graph.GetGradientEdge(y), Torch.Autograd.Graph.GetGradientEdge(_x)], retainGraph: true);
        Assert.Equal(expected.ToArray<double>(), grads[0]!.ToArray<double>());
        if (HasInputs)
        {
            Parity.Same(python, "torch.autograd.grad((y ** 2).sum(), (get_gradient_edge(y), get_gradient_edge(x)))", grads!, Head);
        }
    }

    [Fact]
    public void test_grad_to_node_materialize()
    {
        var unused = (_x * 3).Sin();
        GradientEdge edge = unused;
        Assert.Null(Torch.Autograd.Grad([_x.Sum()], [edge, _x], allowUnused: true)[0]);
        var error = Assert.Throws<TorchException>(() => Torch.Autograd.Grad([_x.Sum()], [edge]));
        var (_, message) = python.Error("torch.autograd.grad(x.sum(), (x * 3).sin())", Head);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void test_grad_to_node_inplace()
    {
        // The edge stays where it was, before the change in place.
        var z = _x.Clone();
        GradientEdge before = z;
        z.Mul_(5);
        GradientEdge after = z;
        Assert.NotEqual(before, after);
        var grads = Torch.Autograd.Grad([z.Sum()], [before, after]);
        Assert.Equal([5.0, 5, 5], grads[0]!.ToArray<double>());
        if (HasInputs)
        {
            Parity.Same(python, "torch.autograd.grad(z.sum(), (before, get_gradient_edge(z)))", grads!, Head + "z = x.clone(); before = get_gradient_edge(z); z.mul_(5)");
        }
    }

    [Fact]
    public void test_grad_to_node_multi()
    {
        var parts = _x.Unbind();
        GradientEdge[] edges = [.. parts.Select(Torch.Autograd.Graph.GetGradientEdge)];
        Assert.Equal([0L, 1, 2], edges.Select(edge => edge.OutputNr));
        Assert.Single(edges.Select(edge => edge.Node).Distinct());
        var grads = Torch.Autograd.Grad([(parts[0] * 2 + parts[2] * parts[1]).Sum()], edges);
        if (HasInputs)
        {
            Parity.Same(python, "torch.autograd.grad(p[0] * 2 + p[2] * p[1], [get_gradient_edge(i) for i in p])", grads!, Head + "p = x.unbind()");
        }
    }

    [Fact]
    public void test_backward_to_node()
    {
        var y = _x * 2;
        GradientEdge edge = y;
        Torch.Autograd.Backward([edge], [Torch.Tensor([1.0, 10, 100])]);
        Assert.Equal([2.0, 20, 200], _x.Grad!.ToArray<double>());
        if (HasOutputs)
        {
            Parity.Same(python, "x.grad", _x.Grad!, Head + "torch.autograd.backward(get_gradient_edge(y), torch.tensor([1., 10., 100.], dtype=torch.float64))");
        }
    }

    [Fact]
    public void test_gradient_edge_output()
    {
        // Without the tensor that the gradient is of.
        var edge = Torch.Autograd.Graph.GetGradientEdge(_x.Exp().Sum());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var grad = Torch.Autograd.Grad([edge], [_x])[0]!;
        Parity.Same(python, "torch.autograd.grad(x.exp().sum(), x)[0]", grad, Head);
    }

    [Fact]
    public void test_gradient_edge_output_errors()
    {
        GradientEdge edge = _x * 2;
        Check("torch.autograd.backward(get_gradient_edge(y))", "torch.autograd.backward(y)", () => Torch.Autograd.Backward([edge]));
        Check(
            "torch.autograd.backward(get_gradient_edge(y), torch.ones(4, dtype=torch.float64))", "torch.autograd.backward(y, torch.ones(4, dtype=torch.float64))",
            () => Torch.Autograd.Backward([edge], [Torch.Ones(4, dtype: DType.Float64)]));

        void Check(string withEdge, string withTensor, Action action) => Parity.SameError(python, HasOutputs ? withEdge : withTensor, action, Head);
    }

    [Fact]
    public void test_gradient_edge_errors()
    {
        var error = Assert.Throws<TorchException>(() => Torch.Autograd.Graph.GetGradientEdge(Torch.Ones(1)));
        if (HasInputs)
        {
            var (_, message) = python.Error("get_gradient_edge(torch.ones(1))", Head);
            Assert.Equal(message, error.Message);
        }

        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Graph.GetGradientEdge(null!));
        GradientEdge wrong = new(_x.Exp().GradFn!, 7);
        Assert.Throws<TorchIndexException>(() => Torch.Autograd.Backward([wrong]));
        var y = _x.Exp();
        Assert.Throws<TorchIndexException>(() => Torch.Autograd.Grad([y.Sum()], [new GradientEdge(y.GradFn!, 1)]));
        Assert.Throws<TorchIndexException>(() => Torch.Autograd.Grad([y.Sum()], [new GradientEdge(y.GradFn!, -1)]));
    }

    [Fact]
    public void test_gradient_edge_graph_ownership()
    {
        // The edge keeps the graph behind it.
        GradientEdge Make()
        {
            using var inner = _x.Sin();
            return inner.Exp().Sum();
        }

        var edge = Make();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Torch.Autograd.Backward([edge]);
        Parity.Same(python, "x.grad", _x.Grad!, Head + "x.sin().exp().sum().backward()");
    }
}
