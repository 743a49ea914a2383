namespace LibTorch.Tests.Autograd;

/// <summary>Tensors of inference mode, and normal ones, in both modes; the names are those of PyTorch's own tests.</summary>
public sealed class InferenceModeTests(PythonSession python)
{
    private const string Head = """
        s = torch.ones(1, 2, 3)
        c = torch.ones(1, 2, 3, requires_grad=True)
        def inference(f):
            with torch.inference_mode():
                return f()
        def facts(t): return f"{t.is_inference()} {t.requires_grad} {t.is_leaf} {t.grad_fn is None}"
        i = inference(lambda: torch.ones(1, 2, 3))

        """;

    private readonly Tensor _s = Torch.Ones(1, 2, 3);
    private readonly Tensor _c = Torch.Ones([1, 2, 3], requiresGrad: true);
    private readonly Tensor _i = Inference(() => Torch.Ones(1, 2, 3));

    [Fact]
    public void test_inference_mode_context_manager()
    {
        Assert.False(Torch.IsInferenceModeEnabled());
        using (Torch.InferenceMode())
        {
            Assert.True(Torch.IsInferenceModeEnabled());
            using (Torch.InferenceMode(false))
            {
                Assert.False(Torch.IsInferenceModeEnabled());
            }

            Assert.True(Torch.IsInferenceModeEnabled());
        }

        Assert.False(Torch.IsInferenceModeEnabled());
    }

    [Fact]
    public void test_inference_mode_tensor_creation()
    {
        Same("inference(lambda: torch.ones(1))", Inference(() => Torch.Ones(1)));
        Same("inference(lambda: torch.ones(1, requires_grad=True))", Inference(() => Torch.Ones([1], requiresGrad: true)));
        Same("inference(lambda: i.new_zeros(2))", Inference(() => _i.NewZeros([2])));
        Same("i.clone()", _i.Clone());
    }

    [Fact]
    public void test_inference_mode_existing_autograd_session()
    {
        // A graph recorded before, saved values of which change meanwhile.
        var s = _c.Clone();
        var z = s * s;
        using (Torch.InferenceMode())
        {
            s.Add_(1);
        }

        Fails("z.sum().backward()", () => z.Sum().Backward(), "a = c.clone(); z = a * a; inference(lambda: a.add_(1))");
    }

    [Fact]
    public void test_inference_mode_inf_tensor_in_inf_mode_functional_op() => Same("inference(lambda: i * i)", Inference(() => _i * _i));

    [Fact]
    public void test_inference_mode_inf_tensor_in_inf_mode_inplace_op() => Same("inference(lambda: i.mul_(2))", Inference(() => _i.Mul_(2)));

    [Fact]
    public void test_inference_mode_inf_tensor_in_inf_mode_view_op() => Same("inference(lambda: i.view(-1))", Inference(() => _i.View(-1)));

    [Fact]
    public void test_inference_mode_inf_tensor_in_normal_mode_functional_op() => Same("i.sin()", _i.Sin());

    [Fact]
    public void test_inference_mode_inf_tensor_in_normal_mode_inplace_op() => Fails("i.mul_(2)", () => _i.Mul_(2));

    [Fact]
    public void test_inference_mode_inf_tensor_in_normal_mode_view_op() => Same("i.view(-1)", _i.View(-1));

    [Fact]
    public void test_normal_tensor_inplace_output_in_inference_mode()
    {
        Same("inference(lambda: s.add_(2))", Inference(() => _s.Add_(2)));
        Same("inference(lambda: s.add_(2).view(-1))", Inference(() => _s.Add_(2).View(-1)));
        var a = _c.Clone();
        Same("inference(lambda: c.clone().add_(2))", Inference(() => _c.Clone().Add_(2)));
        Inference(() => a.Add_(2));
        Assert.False(a.IsInference);
    }

    [Fact]
    public void test_normal_tensor_inplace_output_in_normal_mode()
    {
        Inference(() => _s.Add_(2));
        Same("s.add_(2)", _s.Add_(2), "inference(lambda: s.add_(2))");
        Same("s.add_(c)", _s.Add_(_c), "inference(lambda: s.add_(2))");
    }

    [Fact]
    public void test_normal_tensor_view_output_in_inference_mode()
    {
        Same("inference(lambda: s.view(-1))", Inference(() => _s.View(-1)));
        Same("inference(lambda: c.view(-1))", Inference(() => _c.View(-1)));
        Same("inference(lambda: c.view(-1).view(6))", Inference(() => _c.View(-1).View(6)));
    }

    [Fact]
    public void test_normal_tensor_view_output_in_normal_mode()
    {
        var view = Inference(() => _c.Clone().View(-1));
        Same("v.view(6)", view.View(6), "v = inference(lambda: c.clone().view(-1))");
        var other = Inference(() => _s.View(-1));
        Same("v.add_(1)", other.Add_(1), "v = inference(lambda: s.view(-1))");
    }

    [Fact]
    public void test_mix_inference_and_normal_tensor_functional_op()
    {
        Same("i.add(c)", _i.Add(_c));
        Fails("i * c", () => _ = _i * _c);
        Fails("torch.stack((i, c)).exp() * i", () => _ = Torch.Stack([_i, _c]).Exp() * _i);
        Same("torch.stack((i, s))", Torch.Stack([_i, _s]));
    }

    [Fact]
    public void test_mix_inference_and_normal_tensor_inplace_op()
    {
        Same("s.clone().mul_(i)", _s.Clone().Mul_(_i));
        Fails("c.clone().mul_(i)", () => _c.Clone().Mul_(_i));
        Fails("i.mul_(s)", () => _i.Mul_(_s));
        Fails("i.copy_(c)", () => _i.Copy_(_c));
    }

    [Fact]
    public void test_mix_inference_and_normal_tensor_view_op()
    {
        Same("i.view_as(c)", _i.ViewAs(_c));
        Same("c.view_as(i)", _c.ViewAs(_i));
    }

    [Fact]
    public void test_inference_mode_handle_direct_view_on_rebase()
    {
        var a = _c.Clone();
        var view = Inference(() => a.ViewAs(a));
        Fails("v.add_(1)", () => view.Add_(1), "a = c.clone(); v = inference(lambda: a.view_as(a))");
    }

    [Fact]
    public void test_inference_mode_handle_indirect_view_on_rebase()
    {
        var a = _c.Clone();
        var view = Inference(() => a.View(-1).View(6));
        Fails("v.add_(1)", () => view.Add_(1), "a = c.clone(); v = inference(lambda: a.view(-1).view(6))");
    }

    [Fact]
    public void test_make_dual_inference_tensor_in_inference_mode()
    {
        // Forward mode stands still there.
        using var mode = Torch.InferenceMode();
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var x = Torch.Ones(3);
        var dual = Torch.Autograd.ForwardAD.MakeDual(x, x * 2);
        const string Setup = """
            import torch.autograd.forward_ad as fwAD
            with torch.inference_mode(), fwAD.dual_level():
                d = fwAD.make_dual(torch.ones(3), torch.ones(3) * 2)
                r = f"{fwAD.unpack_dual(d).tangent is None} {fwAD.unpack_dual(d * 2).tangent is None}"
            """;
        var (own, product) = (Torch.Autograd.ForwardAD.UnpackDual(dual).Tangent, Torch.Autograd.ForwardAD.UnpackDual(dual * 2).Tangent);
        Assert.Equal(python.Eval("r", Setup), $"{own is null} {product is null}");
    }

    private static Tensor Inference(Func<Tensor> body)
    {
        using var mode = Torch.InferenceMode();
        return body();
    }

    private void Same(string expression, Tensor actual, string setup = "pass") =>
        Assert.Equal(python.Eval($"facts({expression})", Head + setup), $"{actual.IsInference} {actual.RequiresGrad} {actual.IsLeaf} {actual.GradFn is null}");

    private void Fails(string expression, Action action, string setup = "pass") => Parity.SameError(python, expression, action, Head + setup);
}
