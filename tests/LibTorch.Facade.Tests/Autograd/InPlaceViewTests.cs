namespace LibTorch.Tests.Autograd;

/// <summary>Views, and changes in place through them; the names are those of PyTorch's own tests.</summary>
public sealed class InPlaceViewTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([5., 7.], dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor([5.0, 7.0], requiresGrad: true);

    [Fact]
    public void test_inplace_on_view_makes_base_require_grad()
    {
        var a = Torch.Zeros([2, 2], dtype: DType.Float64);
        var b = a.NarrowCopy(0, 0, 1);
        var view = a[1];
        Assert.False(view.RequiresGrad);
        view.Mul_(_y).Add_(_y);
        Assert.True(a.RequiresGrad);
        Assert.False(b.RequiresGrad);
        a.Exp().Sum().Backward();
        Same("a = torch.zeros(2, 2, dtype=torch.float64); v = a[1]; v.mul_(y).add_(y); a.exp().sum().backward()", "[a, y.grad]", a, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_backprop_base()
    {
        var root = _x.Clone();
        root.Narrow(0, 0, 1).Mul_(_y);
        root.Sum().Backward();
        Same("r = x.clone(); r.narrow(0, 0, 1).mul_(y); r.sum().backward()", "[x.grad, y.grad]", _x.Grad!, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_backprop_view_of_view()
    {
        var root = _x.Clone();
        var (v1, v2) = (root.Narrow(0, 0, 1), root.Narrow(0, 0, 1));
        v1.Mul_(_y);
        v2.Exp().Sum().Backward();
        Same("r = x.clone(); v1 = r.narrow(0, 0, 1); v2 = r.narrow(0, 0, 1); v1.mul_(y); v2.exp().sum().backward()", "[x.grad, y.grad]", _x.Grad!, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_backprop_view()
    {
        var root = _x.Clone();
        var v1 = root.Narrow(0, 0, 1);
        v1.Mul_(_y);
        v1.Pow(2).Sum().Backward();
        Same("r = x.clone(); v = r.narrow(0, 0, 1); v.mul_(y); (v ** 2).sum().backward()", "[x.grad, y.grad]", _x.Grad!, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_modify_base()
    {
        var root = Torch.Tensor([1.0, 2.0]);
        var view = root.View(2);
        root.Mul_(_y);
        Assert.True(view.RequiresGrad);
        view.Exp().Sum().Backward();
        Same("r = torch.tensor([1., 2.], dtype=torch.float64); v = r.view(2); r.mul_(y); v.exp().sum().backward()", "[v, y.grad]", view, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_of_view()
    {
        var root = _x.Clone();
        var v1 = root.T;
        var v2 = v1[0];
        v2.Mul_(_y);
        v1.Add_(1);
        (root * root).Sum().Backward();
        Same("r = x.clone(); v1 = r.T; v2 = v1[0]; v2.mul_(y); v1.add_(1); (r * r).sum().backward()", "[v2, x.grad, y.grad]", v2, _x.Grad!, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_non_contig()
    {
        var root = _x.Clone().T.Clone().T;
        root.Select(1, 0).Mul_(_y);
        root.Pow(3).Sum().Backward();
        Same("r = x.clone().T.clone().T; r.select(1, 0).mul_(y); (r ** 3).sum().backward()", "[x.grad, y.grad]", _x.Grad!, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_undefined_grad_output()
    {
        var c = _y.Clone();
        var view = c.View(2, 1);
        view.Mul_(2);
        Torch.Stack([c.Detach(), _y * 3]).Sum().Backward();
        Same("c = y.clone(); c.view(2, 1).mul_(2); torch.stack([c.detach(), y * 3]).sum().backward()", "y.grad", _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_of_multiple_output_view() =>
        Fails("r = x.clone(); r.unbind(0)[0].view_as(y).mul_(2)", () => _x.Clone().Unbind(0)[0].ViewAs(_y).Mul_(2));

    [Fact]
    public void test_inplace_multiple_output_view_of_view() =>
        Fails("r = x.clone(); r.view_as(x).unbind(0)[0].mul_(2)", () => _x.Clone().ViewAs(_x).Unbind(0)[0].Mul_(2));

    [Fact]
    public void test_inplace_on_view_multi_output_unsafe()
    {
        Fails("x.clone().split(1)[0].mul_(2)", () => _x.Clone().Split(1)[0].Mul_(2));
        Fails("x.clone().chunk(2)[0].mul_(2)", () => _x.Clone().Chunk(2)[0].Mul_(2));
        Fails("x.clone().split_with_sizes([1, 1])[0].mul_(2)", () => _x.Clone().SplitWithSizes([1, 1])[0].Mul_(2));
    }

    [Fact]
    public void test_inplace_on_view_multi_output_safe()
    {
        var c = _x.Clone();
        c.UnsafeSplit(1)[0].Mul_(2);
        c.UnsafeChunk(2)[1].Mul_(3);
        c.Sum().Backward();
        Same("c = x.clone(); c.unsafe_split(1)[0].mul_(2); c.unsafe_chunk(2)[1].mul_(3); c.sum().backward()", "[c, x.grad]", c, _x.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_gradcheck()
    {
        static Tensor F(Tensor[] p)
        {
            var root = p[0].Clone();
            root.Narrow(1, 0, 1).Narrow(0, 0, 2).Mul_(p[1].Unsqueeze(1));
            return root;
        }

        Assert.True(Torch.Autograd.Gradcheck(F, [_x, _y]));
        Assert.True(Torch.Autograd.Gradgradcheck(F, [_x, _y]));
    }

    [Fact]
    public void test_inplace_not_requires_grad()
    {
        var a = Torch.Ones(2, dtype: DType.Float64);
        a.View(2)[0].Fill_(9);
        Assert.False(a.RequiresGrad);
        a.Mul_(_y);
        a.Sum().Backward();
        Same("a = torch.ones(2, dtype=torch.float64); a.view(2)[0].fill_(9); a.mul_(y); a.sum().backward()", "[a, y.grad]", a, _y.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_backward()
    {
        // A second derivative through a change in place of a view.
        var root = _x.Clone();
        root.View(4)[..2].Pow_(3);
        var first = Torch.Autograd.Grad(root.Sum(), _x, createGraph: true);
        first.Sum().Backward();
        Same("r = x.clone(); r.view(4)[:2].pow_(3); g, = torch.autograd.grad(r.sum(), x, create_graph=True); g.sum().backward()", "[g, x.grad]", first, _x.Grad!);
    }

    [Fact]
    public void test_inplace_on_view_weak_grad_fn()
    {
        // The view's node is made anew after its base changed, and lives with whoever asks for it.
        var a = _x.Clone();
        var view = a.View(4);
        a.Mul_(2);
        Assert.Equal(python.Eval("v.grad_fn.name()", Head + "a = x.clone(); v = a.view(4); a.mul_(2)"), view.GradFn!.Name);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        view.Sum().Backward();
        Same("a = x.clone(); v = a.view(4); a.mul_(2); v.sum().backward()", "x.grad", _x.Grad!);
    }

    [Fact]
    public void test_inplace()
    {
        var q = _x + 5;
        var z = q * q;
        q.Add_(1);
        Fails("q = x + 5; z = q * q; q.add_(1); z.sum().backward()", () => z.Sum().Backward());
        var fine = _x + 5;
        fine.Mul_(2).Sigmoid_();
        fine.Sum().Backward();
        Same("f = x + 5; f.mul_(2).sigmoid_(); f.sum().backward()", "[f, x.grad]", fine, _x.Grad!);
        Fails("x.mul_(2)", () => _x.Mul_(2));
    }

    [Fact]
    public void test_version_counter()
    {
        var a = _x.Clone();
        var view = a[0];
        var kept = a.Detach();
        a.Add_(1);
        view.Mul_(2);
        Assert.Equal(
            python.Eval("[a._version, v._version, k._version, a.data._version]", Head + "a = x.clone(); v = a[0]; k = a.detach(); a.add_(1); v.mul_(2)"),
            $"[{a.Version}, {view.Version}, {kept.Version}, {a.Data.Version}]");
    }

    [Fact]
    public void test_requires_grad_()
    {
        var leaf = Torch.Ones(2);
        Assert.Same(leaf, leaf.RequiresGrad_());
        Assert.True(leaf.RequiresGrad);
        Assert.False(leaf.RequiresGrad_(false).RequiresGrad);
        Assert.True((_x * 2).RequiresGrad_().RequiresGrad);
        Fails("(x * 2).requires_grad_(False)", () => (_x * 2).RequiresGrad_(false));
        Fails("torch.ones(2, dtype=torch.long).requires_grad_()", () => Torch.Ones(2, dtype: DType.Int64).RequiresGrad_());
    }

    [Fact]
    public void test_mv_grad_stride_0()
    {
        var vector = Torch.Tensor(2.0).Expand(2);
        Assert.True(Torch.Autograd.Gradcheck(a => a.Mv(vector), _x));
        var grad = Torch.Autograd.Grad([_x.Mv(_y)], [_x, _y], [Torch.Tensor(1.0).Expand(2)]);
        Same("pass", "torch.autograd.grad(x.mv(y), [x, y], torch.tensor(1., dtype=torch.float64).expand(2))", grad!);
    }

    private void Same(string code, string expression, params Tensor[] actual) =>
        Parity.Same(python, expression.StartsWith('[') || actual.Length > 1 ? expression : $"[{expression}]", actual, Head + code);

    private void Fails(string code, Action action)
    {
        var last = code.LastIndexOf("; ", StringComparison.Ordinal);
        Parity.SameError(python, last < 0 ? code : code[(last + 2)..], action, Head + (last < 0 ? "" : code[..last]));
    }
}
