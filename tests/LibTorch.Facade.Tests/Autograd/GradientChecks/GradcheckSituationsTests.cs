using LibTorch.Interop;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.GradientChecks;

/// <summary>gradcheck in special situations, sparse ones among them, against Python. The names are those of PyTorch's own tests.</summary>
public sealed class GradcheckSituationsTests(PythonSession python)
{
    private const string Setup = """
        from torch.autograd import gradcheck, gradgradcheck
        x = torch.tensor([[.5, -1.], [3., .25]], dtype=torch.float64, requires_grad=True)
        s = torch.tensor([[0., 2.], [3., 0.]], dtype=torch.float64).to_sparse().requires_grad_()
        masked = "masked" if int(torch.__version__[0]) > 1 else "check_sparse_nnz"
        def check(f, i, m): return gradcheck(f, i, **{masked: m})
        def custom(f, b):
            class F(torch.autograd.Function):
                forward = staticmethod(lambda ctx, a: f(a))
                backward = staticmethod(lambda ctx, g: b(g))
            return F.apply

        """;

    private static readonly bool[] _modes = [false, true];

    private static Tensor X => Torch.Tensor(new[,] { { 0.5, -1.0 }, { 3.0, 0.25 } }, requiresGrad: true);

    private static Tensor S => Torch.Tensor(new[,] { { 0.0, 2.0 }, { 3.0, 0.0 } }).ToSparse().RequiresGrad_();

    [Fact]
    public void test_gradcheck_sparse_input()
    {
        Assert.True(Torch.Autograd.Gradcheck(a => Sum(a.Mul(3)), S, masked: true));
        Assert.True(Torch.Autograd.Gradcheck(p => Mm(p[0], p[1]), [S, X], masked: true));
        Fails("check(lambda a: torch.sparse.sum(a) * a.detach().to_dense().sum(), s, True)", () => Torch.Autograd.Gradcheck(a => Sum(a) * a.Detach().ToDense().Sum(), S, masked: true));
    }

    [Fact]
    public void test_gradcheck_sparse_input_with_all_its_zeros()
    {
        // Not masked, the zeros that the tensor does not have are moved too; libtorch 1 has masked checks only.
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Assert.True(Torch.Autograd.Gradcheck(a => a.ToDense(maskedGrad: false).Mul(2), S));
            Fails("gradcheck(lambda a: a.to_dense(masked_grad=True) * 2, s)", () => Torch.Autograd.Gradcheck(a => a.ToDense(maskedGrad: true).Mul(2), S));
        }
        else
        {
            Fails("gradcheck(lambda a: a.to_dense(), s)", () => Torch.Autograd.Gradcheck(a => a.ToDense(), S));
        }
    }

    [Fact]
    public void test_gradcheck_dense_and_sparse_inputs()
    {
        Assert.True(Torch.Autograd.Gradcheck(p => p[0].Mul(p[1].ToDense()), [X, S.Detach()], masked: true));
        Assert.True(Torch.Autograd.Gradcheck(p => p[0] * Sum(p[1]), [X, S], masked: true));
    }

    [Fact]
    public void test_gradcheck_sparse_layouts()
    {
        var rows = X.Detach().ToSparseCsr().RequiresGrad_();
        Assert.Throws<NotSupportedException>(() => Torch.Autograd.Gradcheck(a => a.ToDense(), rows, masked: true));
        Assert.Throws<NotSupportedException>(() => Torch.Autograd.Gradcheck(a => Sum(a), S, masked: true, fastMode: true));
    }

    [Fact]
    public void test_gradcheck_nondeterministic()
    {
        var (calls, twice) = (0, "n = [0]\ndef b(g): n[0] += 1; return g * 2 * (1 + .5 * (n[0] % 2))");
        var function = new Custom((_, inputs) => [inputs[0] * 2], (_, grads) => [grads[0]! * 2 * (1 + 0.5 * (++calls % 2))]);
        Fails("gradcheck(custom(lambda a: a * 2, b), x)", () => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X), twice);
        calls = 0;
        Fails("gradcheck(custom(lambda a: a * 2, b), x, nondet_tol=10)", () => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, nondetTol: 10), twice);
    }

    [Fact]
    public void test_gradcheck_validates_inputs()
    {
        Fails("gradcheck(lambda a: a, torch.ones(2, dtype=torch.float64))", () => Torch.Autograd.Gradcheck(a => a, Torch.Ones(2, dtype: DType.Float64)));
        Fails(
            "gradcheck(lambda a: a, torch.ones(1, dtype=torch.float64).requires_grad_().expand(4))",
            () => Torch.Autograd.Gradcheck(a => a, Torch.Ones(1, dtype: DType.Float64).RequiresGrad_().Expand(4)));
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Gradcheck(p => p[0], [X, null!]));
    }

    [Fact]
    public void test_gradcheck_check_no_differentiable_outputs()
    {
        foreach (var fast in _modes)
        {
            Fails($"gradcheck(lambda a: (a.detach() * 2,), x, fast_mode={fast})", () => Torch.Autograd.Gradcheck(a => new[] { a.Detach() * 2 }, X, fastMode: fast));
            Assert.True(Torch.Autograd.Gradcheck(a => new[] { Torch.Zeros(1, dtype: DType.Float64) }, X, fastMode: fast));
        }
    }

    [Fact]
    public void test_gradcheck_output_shape_or_dtype_depend_on_values()
    {
        Fails("gradcheck(lambda a: torch.cat([a, a]) if (a > 3).any() else a, x)", () => Torch.Autograd.Gradcheck(a => (bool)a.Gt(3).Any() ? Torch.Cat([a, a]) : a, X));
        Fails("gradcheck(lambda a: a.float() if (a > 3).any() else a, x)", () => Torch.Autograd.Gradcheck(a => (bool)a.Gt(3).Any() ? a.Float() : a, X));
    }

    [Fact]
    public void test_gradcheck_complex_non_complex_outputs()
    {
        var z = Torch.Complex(X, X).Detach().RequiresGrad_();
        Assert.True(Torch.Autograd.Gradcheck(p => new[] { p[0], p[1] }, [X, z]));
        Assert.True(Torch.Autograd.Gradcheck(p => new[] { p[0], p[1] * p[0] }, [X, z], fastMode: true));
    }

    [Fact]
    public void test_gradcheck_backward_mul_by_grad_output()
    {
        var constant = new Custom((_, inputs) => [inputs[0] * 1], (_, grads) => [grads[0]! + 1e-8]);
        Fails("gradcheck(custom(lambda a: a * 1, lambda g: g + 1e-8), x)", () => Torch.Autograd.Gradcheck(a => constant.Apply(a)[0], X));
    }

    [Fact]
    public void test_gradcheck_undefined_grad()
    {
        var choosy = new Custom(
            (ctx, inputs) =>
            {
                ctx.SetMaterializeGrads(false);
                return [inputs[0] * 1];
            },
            (_, grads) => [grads[0] is null ? X.OnesLike() : grads[0]]);
        const string Choosy = """
            class F(torch.autograd.Function):
                @staticmethod
                def forward(ctx, a):
                    ctx.set_materialize_grads(False)
                    return a * 1
                @staticmethod
                def backward(ctx, g):
                    return torch.ones_like(x) if g is None else g
            """;
        Fails("gradcheck(F.apply, x)", () => Torch.Autograd.Gradcheck(a => choosy.Apply(a)[0], X), Choosy);
        Assert.True(Torch.Autograd.Gradcheck(a => choosy.Apply(a)[0], X, checkUndefinedGrad: false));
    }

    [Fact]
    public void test_gradcheck_jacobian_mismatch()
    {
        foreach (var fast in _modes)
        {
            var function = new Custom((_, inputs) => [inputs[0] * 3], (_, grads) => [grads[0]! * 2]);
            Fails($"gradcheck(custom(lambda a: a * 3, lambda g: g * 2), x, fast_mode={fast})", () => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, fastMode: fast));
            Assert.False(Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, fastMode: fast, raiseException: false));
        }
    }

    [Fact]
    public void test_gradcheck_single_input()
    {
        foreach (var fast in _modes)
        {
            Assert.True(Torch.Autograd.Gradcheck(a => a.Mul(5), X, fastMode: fast));
            Assert.True(Torch.Autograd.Gradgradcheck(a => a.Pow(2), X, fastMode: fast));
        }
    }

    [Fact]
    public void test_gradcheck_custom_error()
    {
        var thrown = new InvalidDataException("not a GradcheckException");
        Assert.Same(thrown, Assert.Throws<InvalidDataException>(() => Torch.Autograd.Gradcheck((Tensor _) => Throw(), X, raiseException: false)));
        var function = new Custom((_, inputs) => [inputs[0] * 3], (_, _) => throw thrown);
        Assert.Same(thrown, Assert.Throws<InvalidDataException>(() => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, raiseException: false)));

        Tensor Throw() => throw thrown;
    }

    [Fact]
    public void test_gradcheck_forward_ad_respects_requires_grad()
    {
        // Only what requires grad gets a tangent.
        var seen = new List<bool>();
        Assert.True(Torch.Autograd.Gradcheck(
            p =>
            {
                seen.Add(Torch.Autograd.ForwardAD.UnpackDual(p[1]).Tangent is null);
                return p[0] * p[1];
            },
            [X, X.Detach()], checkForwardAD: true, checkBackwardAD: false, checkUndefinedGrad: false));
        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public void test_gradcheck_check_forward_or_backward_only()
    {
        // A function of one's own has no forward derivative.
        var function = new Custom((_, inputs) => [inputs[0] * 3], (_, grads) => [grads[0]! * 3]);
        Assert.True(Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, checkForwardAD: false));
        Assert.ThrowsAny<TorchException>(() => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, checkForwardAD: true, checkBackwardAD: false));
    }

    [Fact]
    public void test_gradcheck_forward_ad_batched_grad()
    {
        Assert.True(Torch.Autograd.Gradcheck(a => a.Clone() * a.Sum(), X, checkForwardAD: true, checkBatchedForwardGrad: true));
        Assert.True(Torch.Autograd.Gradcheck(p => new[] { p[0] * p[1], p[0].Detach() }, [X, X], checkForwardAD: true, checkBatchedForwardGrad: true));
    }

    [Fact]
    public void test_gradcheck_check_batched_grad()
    {
        // What looks at a single value cannot be batched.
        var function = new Custom((_, inputs) => [inputs[0] * 3], (_, grads) => [grads[0]!.Sum().Item<double>() >= 0 ? grads[0]! * 3 : grads[0]! * 3]);
        Assert.True(Torch.Autograd.Gradcheck(a => a.Exp(), X, checkBatchedGrad: true));
        Assert.Throws<GradcheckException>(() => Torch.Autograd.Gradcheck(a => function.Apply(a)[0], X, checkBatchedGrad: true));
    }

    [Fact]
    public void test_gradcheck_adjusted_atol()
    {
        // Fast mode's tolerance grows with the vectors, so that a mean over many passes.
        var many = Torch.Full([3, 100], 0.5, dtype: DType.Float64, requiresGrad: true);
        Assert.True(Torch.Autograd.Gradcheck(a => a.Mul(a).Mean(), many, fastMode: true));
    }

    [Fact]
    public void test_gradcheck_test_outputs()
    {
        Fails("gradcheck(lambda a: a.to_sparse(), x)", () => Torch.Autograd.Gradcheck(a => a.ToSparse(), X));
        Assert.True(Torch.Autograd.Gradcheck(a => a.Pow(2).ToSparse().ToDense(), X));
    }

    private static Tensor Sum(Tensor a) => (Tensor)Torch.Ops["aten::_sparse_sum"].Invoke(a)[0]!;

    private static Tensor Mm(Tensor a, Tensor b) => (Tensor)Torch.Ops["aten::_sparse_mm"].Invoke(a, b)[0]!;

    private void Fails(string code, Action action, string setup = "pass") => Parity.SameError(python, code, action, Setup + setup);
}
