namespace LibTorch.Tests.Autograd;

/// <summary>Tensors in the graph that are changed, viewed and detached; the names are those of PyTorch's own tests.</summary>
public sealed class InPlaceTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([1., 2., 3.], requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor([1f, 2f, 3f], requiresGrad: true);

    [Fact]
    public void test_leaf_assignment()
    {
        var target = Torch.Zeros(3);
        target[0] = _x[0];
        target[1..] = _x[1..] * 2;
        Assert.True(target.RequiresGrad);
        target.Sum().Backward();
        const string Setup = Head + "t = torch.zeros(3); t[0] = x[0]; t[1:] = x[1:] * 2; t.sum().backward()";
        Parity.SameText(python, "t", target, Setup);
        Parity.Same(python, "x.grad", _x.Grad!, Setup);
    }

    [Fact]
    public void test_inplace_on_view_saved_output()
    {
        var y = _x.Clone();
        y[1..].Mul_(3);
        y.Exp_();
        y.Sum().Backward();
        Parity.Same(python, "[y, x.grad]", [y, _x.Grad!], Head + "y = x.clone(); y[1:].mul_(3); y.exp_(); y.sum().backward()");
    }

    [Fact]
    public void test_inplace_on_view_leaf_errors() =>
        Parity.SameError(python, "x[1:].mul_(2)", () => _x[1..].Mul_(2), Head);

    [Fact]
    public void test_inplace_on_view_multiple_outputs() =>
        Parity.SameError(python, "x.exp().unbind()[0].mul_(2)", () => _x.Exp().Unbind()[0].Mul_(2), Head);

    [Fact]
    public void test_inplace_on_view_then_no_grad()
    {
        var y = _x.Clone();
        Tensor view;
        using (Torch.NoGrad())
        {
            view = y.View(3);
        }

        Parity.SameError(python, "v.mul_(2)", () => view.Mul_(2), Head + "y = x.clone()\nwith torch.no_grad(): v = y.view(3)");
    }

    [Fact]
    public void test_detach_then_inplace_raises_in_autograd()
    {
        var y = _x * 2;
        var z = y * y;
        y.Detach().Zero_();
        Parity.SameError(python, "z.sum().backward()", () => z.Sum().Backward(), Head + "y = x * 2; z = y * y; y.detach().zero_()");
    }

    [Fact]
    public void test_detach_inplace()
    {
        var y = _x * 2;
        Assert.Same(y, y.Detach_());
        Assert.True(y.IsLeaf);
        Assert.False(y.RequiresGrad);
        Assert.Null(y.GradFn);
        Parity.SameError(python, "(x * 2)[1:].detach_()", () => (_x * 2)[1..].Detach_(), Head);
    }

    [Fact]
    public void test_set_data_version_and_data()
    {
        var y = _x * 2;
        var before = y.Version;
        y.Data.Zero_();
        Assert.Equal(before, y.Version);
        y.Add_(1);
        Assert.Equal(python.Eval("y._version", Head + "y = x * 2; y.data.zero_(); y.add_(1)"), $"{y.Version}");
        y.Sum().Backward();
        Parity.Same(python, "[y, x.grad]", [y, _x.Grad!], Head + "y = x * 2; y.data.zero_(); y.add_(1); y.sum().backward()");
    }

    [Fact]
    public void test_no_grad_modifies_version()
    {
        var y = _x * 2;
        var z = y * y;
        using (Torch.NoGrad())
        {
            y.Mul_(2);
        }

        Parity.SameError(python, "z.sum().backward()", () => z.Sum().Backward(), Head + "y = x * 2; z = y * y\nwith torch.no_grad(): y.mul_(2)");
    }

    [Fact]
    public void Whatever_writes_counts_where_nothing_is_recorded()
    {
        var y = Torch.Ones(3);
        y.Add_(1);
        y[0].Mul_(2);
        y[1..].Zero_();
        Torch.AddOut(y, y, y);
        y.View(-1).Clamp_(0, 3);
        var (made, seen) = (y.Version, _x.Version);
        using (Torch.NoGrad())
        {
            _x.Sub_(1);
            _x[1].Add_(1);
            Torch.MulOut(_x, _x, y);
        }

        const string Setup = Head + """
            y = torch.ones(3); y.add_(1); y[0].mul_(2); y[1:].zero_(); torch.add(y, y, out=y); y.view(-1).clamp_(0, 3)
            with torch.no_grad(): x.sub_(1); x[1].add_(1); torch.mul(x, y, out=x)
            """;
        Assert.Equal(python.Eval("(y._version, x._version)", Setup), $"({made}, {_x.Version})");
        Assert.Equal(0, seen);
        Parity.Same(python, "[y, x.detach()]", [y, _x.Detach()], Setup);
    }

    [Fact]
    public void What_is_checked_for_gradients_is_checked_without_recording_too()
    {
        Parity.SameError(
            python,
            "resized()",
            () =>
            {
                using (Torch.NoGrad())
                {
                    _x.Resize_(1);
                }
            },
            Head + """
                def resized():
                    with torch.no_grad(): x.resize_(1)
                """);
        var view = Torch.Ones(3)[1..];
        Parity.SameError(python, "torch.ones(3)[1:].detach_()", () => view.Detach_());
    }

    [Fact]
    public void test_no_requires_grad_inplace()
    {
        var y = Torch.Ones(3);
        y.Add_(5).RequiresGrad_();
        (y * _x.Detach()).Sum().Backward();
        Parity.Same(python, "y.grad", y.Grad!, Head + "y = torch.ones(3).add_(5).requires_grad_(); (y * x.detach()).sum().backward()");
        Parity.SameError(python, "y.add_(5)", () => y.Add_(5), Head + "y = torch.ones(3, requires_grad=True)");
    }

    [Fact]
    public void test_requires_grad_inplace()
    {
        var y = Torch.Ones(3);
        y.Add_(_x);
        Assert.True(y.RequiresGrad);
        Parity.SameText(python, "y", y, Head + "y = torch.ones(3); y.add_(x)");
        Assert.Equal(0, y.OutputNr);
    }

    [Fact]
    public void test_setitem_mask()
    {
        var y = _x.Clone();
        y[y > 1.5] = Torch.Tensor(0f);
        y.Pow(2).Sum().Backward();
        Parity.Same(python, "[y, x.grad]", [y, _x.Grad!], Head + "y = x.clone(); y[y > 1.5] = 0; (y ** 2).sum().backward()");
    }

    [Fact]
    public void test_inference_tensors_in_place()
    {
        Tensor made;
        using (Torch.InferenceMode())
        {
            made = Torch.Ones(3);
        }

        const string Setup = Head + "with torch.inference_mode(): made = torch.ones(3)";
        Parity.SameError(python, "made.add_(1)", () => made.Add_(1), Setup);
        Parity.SameError(python, "made.requires_grad_()", () => made.RequiresGrad_(), Setup);
    }
}
