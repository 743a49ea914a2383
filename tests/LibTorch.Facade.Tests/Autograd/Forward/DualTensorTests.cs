namespace LibTorch.Tests.Autograd.Forward;

/// <summary>What becomes of tangents in views, changes in place and hand-overs; the names are those of PyTorch's own tests.</summary>
public sealed class DualTensorTests(PythonSession python)
{
    private const string Head = """
        import torch.autograd.forward_ad as fwAD
        x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64)
        t = torch.tensor([[3., 5.], [7., 9.]], dtype=torch.float64)
        def run(f):
            with fwAD.dual_level():
                return f()
        def parts(d): return [p for p in fwAD.unpack_dual(d) if p is not None]

        """;

    private readonly Tensor _x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } });
    private readonly Tensor _t = Torch.Tensor(new[,] { { 3.0, 5.0 }, { 7.0, 9.0 } });

    [Fact]
    public void test_basic_packing_unpacking()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x, _t);
        Same("fwAD.make_dual(x, t)", dual);

        // The tangent is the very one that was given.
        Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent!.Mul_(2);
        Parity.Same(python, "2 * t", _t, Head);
    }

    [Fact]
    public void test_advanced_packing_unpacking()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();

        // A tangent that is a view of something else, and a primal that is one.
        var big = Torch.Stack([_t, _t * 2]);
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x.T, big[1]);
        Same("fwAD.make_dual(x.T, torch.stack([t, t * 2])[1]).exp()", dual.Exp());
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(_x).Tangent);
        var (primal, tangent) = Torch.Autograd.ForwardAD.UnpackDual(dual);
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(primal).Tangent);
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(tangent!).Tangent);
    }

    [Fact]
    public void test_set_fw_grad_having_own_fw_grad_at_same_level() =>
        Fails("fwAD.make_dual(x, fwAD.make_dual(x * 1, t))", () => Torch.Autograd.ForwardAD.MakeDual(_x, Torch.Autograd.ForwardAD.MakeDual(_x * 1, _t)));

    [Fact]
    public void test_codegen_ignores_undefined_outputs()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var weight = Torch.Ones([1, 1, 1, 1], dtype: DType.Float64);
        var input = Torch.Autograd.ForwardAD.MakeDual(_x.View(1, 1, 2, 2), _t.View(1, 1, 2, 2));
        Same("F.conv2d(fwAD.make_dual(x.view(1, 1, 2, 2), t.view(1, 1, 2, 2)), torch.ones(1, 1, 1, 1, dtype=torch.float64))", Torch.Conv2d(input, weight));
    }

    [Fact]
    public void test_size_check()
    {
        Fails("fwAD.make_dual(x, t[1:])", () => Torch.Autograd.ForwardAD.MakeDual(_x, _t[1..]));
        Inside(() => Torch.Autograd.ForwardAD.MakeDual(_x, _t.Reshape(2, 2)));
    }

    [Fact]
    public void test_make_dual_forbid_integral_dtype()
    {
        Fails("fwAD.make_dual(x.long(), t)", () => Torch.Autograd.ForwardAD.MakeDual(_x.Long(), _t));
        Fails("fwAD.make_dual(x, t.bool())", () => Torch.Autograd.ForwardAD.MakeDual(_x, _t.Bool()));
    }

    [Fact]
    public void test_print()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x, _t);
        Assert.Equal(python.Eval("run(lambda: repr(fwAD.make_dual(x, t)))", Head), dual.ToString());
    }

    [Fact]
    public void test_detach_view_tracking()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        Same("fwAD.make_dual(x, t).detach()", Torch.Autograd.ForwardAD.MakeDual(_x, _t).Detach());
        Same("fwAD.make_dual(x, t).view(-1).detach()[1:]", Torch.Autograd.ForwardAD.MakeDual(_x, _t).View(-1).Detach()[1..]);
    }

    [Fact]
    public void test_view_inplace_differentiable_views()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var bar = _x.Clone();
        var view = bar[0];
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x, _t);
        view.Mul_(dual[1]);
        Same("(b := x.clone(), b[0].mul_(fwAD.make_dual(x, t)[1]))[0]", bar);
        Same("(b := x.clone(), v := b[0], v.mul_(fwAD.make_dual(x, t)[1]))[1]", view);
        bar.Exp_();
        Same("(b := x.clone(), v := b[0], v.mul_(fwAD.make_dual(x, t)[1]), b.exp_())[1]", view);
    }

    [Fact]
    public void test_view_inplace_non_differentiable_views()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x.Clone(), _t.Clone());
        var plain = dual.Detach();
        plain.Mul_(2);
        Same("(d := fwAD.make_dual(x.clone(), t.clone()), d.detach().mul_(2))[0]", dual);
    }

    [Fact]
    public void test_view_inplace_always_creates_a_view()
    {
        foreach (var expand in new[] { true, false })
        {
            using var level = Torch.Autograd.ForwardAD.DualLevel();
            var view = _x.Clone();
            view.Narrow(1, 1, 1).Copy_(Torch.Autograd.ForwardAD.MakeDual(_x, _t).Narrow(1, 0, 1));
            var result = expand ? view.Expand(3, 2, 2) : view.T;
            Same($"(v := x.clone(), v.narrow(1, 1, 1).copy_(fwAD.make_dual(x, t).narrow(1, 0, 1)), {(expand ? "v.expand(3, 2, 2)" : "v.T")})[2]", result);
        }
    }

    [Fact]
    public void test_out_variant() =>
        Fails("torch.add(fwAD.make_dual(x, t), x, out=x.clone())", () => Torch.AddOut(_x.Clone(), Torch.Autograd.ForwardAD.MakeDual(_x, _t), _x));

    [Fact]
    public void test_non_differentiable()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var dual = Torch.Autograd.ForwardAD.MakeDual(_x, _t);
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(dual.Eq(_x)).Tangent);
        var (values, indices) = dual.Max(1);
        Same("fwAD.make_dual(x, t).max(1)[0]", values);
        Assert.Null(Torch.Autograd.ForwardAD.UnpackDual(indices).Tangent);
    }

    [Fact]
    public void test_create_new_zeros_with_same_meta()
    {
        // A tangent made in place has its tensor's layout.
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var a = _x.T.Clone().T;
        a[0].Copy_(Torch.Autograd.ForwardAD.MakeDual(_x, _t)[1]);
        Assert.Equal(
            python.Eval("run(lambda: (a := x.T.clone().T, a[0].copy_(fwAD.make_dual(x, t)[1]), fwAD.unpack_dual(a)[1].stride())[2])", Head),
            $"({string.Join(", ", Torch.Autograd.ForwardAD.UnpackDual(a).Tangent!.Strides.ToArray())})");
    }

    [Fact]
    public void test_backward_graph_destruction()
    {
        using var x = _x.Clone().RequiresGrad_();
        Tensor dual;
        using (Torch.Autograd.ForwardAD.DualLevel())
        {
            dual = Torch.Autograd.ForwardAD.MakeDual(x, _t).Exp();
        }

        dual.Sum().Backward();
        Parity.Same(python, "x.grad", x.Grad!, Head + "x.requires_grad_(); d = run(lambda: fwAD.make_dual(x, t).exp()); d.sum().backward()");
    }

    [Fact]
    public void test_forward_level_cleanup()
    {
        // With the level the tangents go.
        static WeakReference Run(Tensor x)
        {
            var tangent = Torch.Ones([2, 2], dtype: DType.Float64);
            using var level = Torch.Autograd.ForwardAD.DualLevel();
            Torch.Autograd.ForwardAD.MakeDual(x, tangent);
            return new WeakReference(tangent);
        }

        var gone = Run(_x);
        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(gone.IsAlive);
    }

    [Fact]
    public void test_nested_level() =>
        Fails("run(lambda: 1)", () => Inside(() => { }));

    [Fact]
    public void test_metadata_check_when_primal_has_conj_bit()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var z = Torch.Complex(_x, _t);
        Same("(z := torch.complex(x, t), fwAD.make_dual(z.conj(), z))[1] * 2", Torch.Autograd.ForwardAD.MakeDual(z.Conj(), z) * 2);
    }

    [Fact]
    public void test_metadata_check_when_primal_has_neg_bit()
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var z = Torch.Complex(_x, _t).Conj();
        Same("(z := torch.complex(x, t).conj(), fwAD.make_dual(z.imag, t))[1] * 2", Torch.Autograd.ForwardAD.MakeDual(Torch.Imag(z), _t) * 2);
    }

    private static void Inside(Action body)
    {
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        body();
    }

    private void Same(string expression, Tensor dual)
    {
        var (primal, tangent) = Torch.Autograd.ForwardAD.UnpackDual(dual);
        Parity.Same(python, $"run(lambda: parts({expression}))", tangent is null ? [primal] : [primal, tangent], Head);
    }

    private void Fails(string expression, Action action) => Parity.SameError(python, $"run(lambda: {expression})", () => Inside(action), Head);
}
