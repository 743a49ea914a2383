namespace LibTorch.Tests.Autograd;

/// <summary>Gradients of inner tensors; the names are those of PyTorch's own tests.</summary>
public sealed class RetainGradTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([1., 2., 3.], dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor([1.0, 2.0, 3.0], requiresGrad: true);

    [Fact]
    public void test_retain_grad()
    {
        var h = _x * 3;
        var result = (h * h).Sum();
        result.Backward(retainGraph: true);
        Assert.Null(h.Grad);
        h.RetainGrad();
        result.Backward(retainGraph: true);
        var once = h.Grad!.Clone();
        result.Backward(retainGraph: true);
        h.RetainGrad();
        result.Backward();
        const string Setup = Head + """
            h = x * 3; r = (h * h).sum()
            r.backward(retain_graph=True)
            h.retain_grad()
            r.backward(retain_graph=True)
            once = h.grad.clone()
            r.backward(retain_graph=True)
            h.retain_grad()
            r.backward()
            """;
        Parity.Same(python, "[once, h.grad, x.grad]", [once, h.Grad!, _x.Grad!], Setup);
        Parity.SameError(python, "torch.ones(1).retain_grad()", () => Torch.Ones(1).RetainGrad());
        _x.RetainGrad();
        Assert.False(_x.RetainsGrad);
    }

    [Fact]
    public void test_retain_grad_inplace()
    {
        var a = _x.Clone();
        a.RetainGrad();
        a.Mul_(5).Exp_();
        a.Sum().Backward();
        Compare("a = x.clone(); a.retain_grad(); a.mul_(5).exp_(); a.sum().backward()", a);
        var b = _x.Clone();
        b.RetainGrad();
        b.Mul_(2);
        b.RetainGrad();
        b.Mul_(3);
        b.Sum().Backward();
        Compare("x.exp().sum().backward(); a = x.clone(); a.retain_grad(); a.mul_(2); a.retain_grad(); a.mul_(3); a.sum().backward()", b);

        void Compare(string code, Tensor tensor) => Parity.Same(python, "a.grad", tensor.Grad!, Head + code);
    }

    [Fact]
    public void test_retain_grad_inplace_over_view()
    {
        var b = _x.Clone();
        var view = b[1..];
        view.RetainGrad();
        view.Mul_(2);
        b.Pow(2).Sum().Backward();
        const string Setup = Head + "b = x.clone(); v = b[1:]; v.retain_grad(); v.mul_(2); (b ** 2).sum().backward()";
        Assert.Equal(python.Eval("v.grad is None", Setup), $"{view.Grad is null}");
        Parity.Same(python, "x.grad", _x.Grad!, Setup);
    }

    [Fact]
    public void test_retains_grad_inplace_multiple_outputs()
    {
        var parts = (_x * 2).Unbind();
        parts[1].RetainGrad();
        (parts[0] * 3 + parts[1].Exp() + parts[2]).Backward();
        const string Setup = Head + "p = (x * 2).unbind(); p[1].retain_grad(); (p[0] * 3 + p[1].exp() + p[2]).backward()";
        Parity.Same(python, "[p[1].grad, x.grad]", [parts[1].Grad!, _x.Grad!], Setup);
        Assert.Equal(python.Eval("[i.retains_grad for i in p]", Setup), $"[{string.Join(", ", parts.Select(part => part.RetainsGrad))}]");
    }

    [Fact]
    public void test_retains_grad_can_always_observe_tensor_prehook()
    {
        var (a, b) = (_x * 2, _x * 2);
        a.RegisterHook(grad => grad + 2);
        a.RetainGrad();
        b.RetainGrad();
        b.RegisterHook(grad => grad + 2);
        (a + b).Sum().Backward();
        const string Setup = Head + """
            a = x * 2; b = x * 2
            a.register_hook(lambda g: g + 2); a.retain_grad()
            b.retain_grad(); b.register_hook(lambda g: g + 2)
            (a + b).sum().backward()
            """;
        Parity.Same(python, "[a.grad, b.grad, x.grad]", [a.Grad!, b.Grad!, _x.Grad!], Setup);
    }

    [Fact]
    public void test_retain_grad_cycle()
    {
        // What is retained does not keep its tensor.
        static WeakReference Run()
        {
            using var x = Torch.Ones(2, requiresGrad: true);
            var y = x * 2;
            y.RetainGrad();
            y.Sum().Backward();
            return new WeakReference(y);
        }

        var gone = Run();
        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(gone.IsAlive);
    }

    [Fact]
    public void test_hook_none()
    {
        // A gradient that is not there calls no hook.
        var calls = 0;
        var (a, b) = (_x.Clone(), _x.Clone());
        a.RegisterHook(_ => { calls++; });
        b.RegisterHook(_ => { calls += 10; });
        Torch.Stack([a, b.Detach()]).Sum().Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void test_hook_edge_case_when_called_with_grad()
    {
        var a = _x.Clone();
        var b = a * 2;
        var order = new List<string>();
        a.RegisterHook(_ => order.Add("a"));
        b.RegisterHook(_ => order.Add("b"));
        _x.RegisterHook(_ => order.Add("x"));
        Torch.Autograd.Grad([b.Sum()], [a, b], retainGraph: true);
        order.Add("|");
        Torch.Autograd.Grad([b.Sum()], [a], retainGraph: true);
        order.Add("|");
        Torch.Autograd.Grad(b.Sum(), _x);
        const string Setup = Head + """
            a = x.clone(); b = a * 2; order = []
            a.register_hook(lambda g: order.append("a"))
            b.register_hook(lambda g: order.append("b"))
            x.register_hook(lambda g: order.append("x"))
            torch.autograd.grad(b.sum(), [a, b], retain_graph=True)
            order.append("|")
            torch.autograd.grad(b.sum(), [a], retain_graph=True)
            order.append("|")
            torch.autograd.grad(b.sum(), x)
            """;
        Assert.Equal(python.Eval("''.join(order)", Setup), string.Concat(order));
    }

    [Fact]
    public void test_hook_inplace()
    {
        var y = _x * 2;
        y.RegisterHook(grad => { grad.Mul_(3); });
        y.Pow(2).Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "y = x * 2; y.register_hook(lambda g: (g.mul_(3), None)[1]); (y ** 2).sum().backward()");
    }

    [Fact]
    public void test_tensor_hooks_inplace_multiple_outputs()
    {
        var parts = (_x * 2).Unbind();
        var seen = new List<string>();
        parts[1].RegisterHook(grad => seen.Add($"1 {grad}"));
        parts[2].RegisterHook(grad => grad * 7);
        (parts[1].Exp() + parts[2] * 2 + parts[0]).Backward();
        const string Setup = Head + """
            p = (x * 2).unbind(); seen = []
            p[1].register_hook(lambda g: seen.append(f"1 {g!r}"))
            p[2].register_hook(lambda g: g * 7)
            (p[1].exp() + p[2] * 2 + p[0]).backward()
            """;
        Assert.Equal(python.Eval("'|'.join(seen)", Setup), string.Join("|", seen));
        Parity.Same(python, "x.grad", _x.Grad!, Setup);
    }

    [Fact]
    public void test_tensor_hooks_inplace_over_view()
    {
        var b = _x.Clone();
        var view = b[1..];
        var seen = new List<string>();
        view.RegisterHook(grad => seen.Add($"before {grad}"));
        view.Mul_(2);
        view.RegisterHook(grad => seen.Add($"after {grad}"));
        b.RegisterHook(grad => seen.Add($"base {grad}"));
        (view.Exp().Sum() + b.Sum()).Backward();
        const string Setup = Head + """
            b = x.clone(); v = b[1:]; seen = []
            v.register_hook(lambda g: seen.append(f"before {g}"))
            v.mul_(2)
            v.register_hook(lambda g: seen.append(f"after {g}"))
            b.register_hook(lambda g: seen.append(f"base {g}"))
            (v.exp().sum() + b.sum()).backward()
            """;
        Assert.Equal(python.Eval("'|'.join(seen)", Setup), string.Join("|", seen));
        Parity.Same(python, "x.grad", _x.Grad!, Setup);
    }
}
