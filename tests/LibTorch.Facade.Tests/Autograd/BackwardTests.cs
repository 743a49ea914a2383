namespace LibTorch.Tests.Autograd;

/// <summary>backward and grad, against Python.</summary>
public sealed class BackwardTests(PythonSession python)
{
    [Fact]
    public void Backward_with_a_gradient_vector()
    {
        using var a = Torch.Tensor([2.0, 3.0], requiresGrad: true);
        using var b = Torch.Tensor([6.0, 4.0], requiresGrad: true);
        var q = 3 * a.Pow(3) - b.Pow(2);
        q.Backward(Torch.Tensor([1.0, 0.5]));
        const string Setup = """
            a = torch.tensor([2., 3.], dtype=torch.float64, requires_grad=True)
            b = torch.tensor([6., 4.], dtype=torch.float64, requires_grad=True)
            (3 * a ** 3 - b ** 2).backward(torch.tensor([1., .5], dtype=torch.float64))
            """;
        Parity.Same(python, "a.grad", a.Grad!, Setup);
        Parity.Same(python, "b.grad", b.Grad!, Setup);
    }

    [Fact]
    public void A_gradient_of_another_dtype_is_cast()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        x.Pow(2).Backward(Torch.Ones(2));
        Parity.Same(python, "x.grad", x.Grad!, "x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True); (x ** 2).backward(torch.ones(2))");
    }

    [Fact]
    public void Gradients_accumulate_until_zeroed()
    {
        using var x = Torch.Arange(4.0, requiresGrad: true);
        (2 * Torch.Dot(x, x)).Backward();
        x.Sum().Backward();
        Parity.Same(python, "4 * torch.arange(4.) + 1", x.Grad!);
        x.Grad!.Zero_();
        x.Sum().Backward();
        Parity.Same(python, "torch.ones(4)", x.Grad!);
        x.Grad = null;
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_retained_graph_can_be_used_again()
    {
        using var x = Torch.Tensor([3.0], requiresGrad: true);
        var y = x.Pow(2).Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal([12.0], x.Grad!.ToArray<double>());
        Assert.Throws<TorchException>(() => y.Backward());
    }

    [Fact]
    public void Inputs_limit_where_gradients_gather()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        using var y = Torch.Ones(2, requiresGrad: true);
        (x * y).Sum().Backward(inputs: [x]);
        Assert.NotNull(x.Grad);
        Assert.Null(y.Grad);
    }

    [Fact]
    public void Double_backward_through_a_created_graph()
    {
        using var x = Torch.Tensor([2.0, 3.0], requiresGrad: true);
        var first = Torch.Autograd.Grad(x.Pow(3).Sum(), x, createGraph: true);
        var second = Torch.Autograd.Grad(first.Sum(), x);
        const string Setup = """
            x = torch.tensor([2., 3.], dtype=torch.float64, requires_grad=True)
            first, = torch.autograd.grad((x ** 3).sum(), x, create_graph=True)
            second, = torch.autograd.grad(first.sum(), x)
            """;
        Parity.Same(python, "first", first, Setup);
        Parity.Same(python, "second", second, Setup);
        Assert.True(first.RequiresGrad);
        Assert.False(second.RequiresGrad);
    }

    [Fact]
    public void Grad_of_several_outputs_by_several_inputs()
    {
        using var x = Torch.Tensor([2.0, 3.0], requiresGrad: true);
        using var y = Torch.Tensor([5.0, 7.0], requiresGrad: true);
        using var unused = Torch.Ones(1, requiresGrad: true);
        var grads = Torch.Autograd.Grad([x * y, x.Sum()], [x, y, unused], [Torch.Tensor([1.0, 2.0]), null], allowUnused: true);
        const string Setup = """
            x = torch.tensor([2., 3.], dtype=torch.float64, requires_grad=True)
            y = torch.tensor([5., 7.], dtype=torch.float64, requires_grad=True)
            g = torch.autograd.grad([x * y, x.sum()], [x, y], [torch.tensor([1., 2.], dtype=torch.float64), None])
            """;
        Parity.Same(python, "g", [grads[0]!, grads[1]!], Setup);
        Assert.Null(grads[2]);
    }

    [Fact]
    public void RetainGrad_fills_the_grad_of_an_inner_tensor()
    {
        using var x = Torch.Ones(3, requiresGrad: true);
        var inner = x * 2;
        Assert.False(inner.RetainsGrad);
        inner.RetainGrad();
        Assert.True(inner.RetainsGrad);
        inner.Pow(2).Sum().Backward();
        Assert.Equal([4f, 4f, 4f], inner.Grad!.ToArray<float>());
    }

    [Fact]
    public void Detach_cuts_the_graph()
    {
        using var x = Torch.Arange(4.0, requiresGrad: true);
        var y = x * x;
        var u = y.Detach();
        (u * x).Sum().Backward();
        Assert.Equal(y.ToArray<float>(), x.Grad!.ToArray<float>());
        Assert.True(u.IsLeaf);
        Assert.Null(u.GradFn);
    }

    [Fact]
    public void Data_shares_elements_outside_the_graph()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        x.Data.Mul_(3);
        Assert.Equal([3f, 3f], x.ToArray<float>());
        Assert.False(x.Data.RequiresGrad);
        Assert.Equal(0, x.Version);
        x.Data = Torch.Zeros(3);
        Assert.Equal(3, x.Shape[0]);
        Assert.True(x.RequiresGrad);
    }

    [Fact]
    public void Every_node_has_Pythons_name()
    {
        using var x = Torch.Tensor([1f, 2f], requiresGrad: true);
        const string Setup = "x = torch.tensor([1., 2.], requires_grad=True)";
        var calls = new (string Expression, Tensor Value)[]
        {
            ("x + 1", x + 1), ("1 - x", 1 - x), ("2 / x", 2 / x), ("x ** 2", x.Pow(2)), ("-x", -x), ("x.sum()", x.Sum()),
            ("x.sum(0)", x.Sum(0)), ("x.mean()", x.Mean()), ("x[0]", x[0]), ("x[1:]", x[1..]), ("x[x > 1]", x[x > 1]), ("x.exp()", x.Exp()),
            ("x.max()", x.Max()), ("torch.dot(x, x)", Torch.Dot(x, x)), ("x.clone()", x.Clone()), ("x.view(2, 1)", x.View(2, 1)),
            ("x.double()", x.Double()), ("torch.linalg.vector_norm(x)", Torch.Norm(x)), ("x.softmax(0)", x.Softmax(0)),
        };
        foreach (var (expression, value) in calls)
        {
            Assert.Equal(python.Eval($"({expression}).grad_fn.name()", Setup), value.GradFn!.Name);
        }

        Assert.Null(x.GradFn);
    }

    [Fact]
    public void Leaves_and_output_numbers()
    {
        using var x = Torch.Ones([2, 3], requiresGrad: true);
        var rows = x.Unbind();
        Assert.True(x.IsLeaf);
        Assert.False(rows[1].IsLeaf);
        Assert.Equal(1, rows[1].OutputNr);
        Assert.Equal("<UnbindBackward0>", rows[1].GradFn!.ToString());
    }
}
