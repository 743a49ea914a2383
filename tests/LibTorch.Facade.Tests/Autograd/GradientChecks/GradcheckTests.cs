namespace LibTorch.Tests.GradientChecks;

/// <summary>gradcheck and gradgradcheck, on right and on wrong gradients, against Python. The names are those of PyTorch's own tests.</summary>
public sealed class GradcheckTests(PythonSession python)
{
    private const string Setup = """
        from torch.autograd import gradcheck, gradgradcheck
        x = torch.tensor([[.5, -1., 2.], [3., .25, -2.]], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([[1., 2., 3.], [4., 5., 6.]], dtype=torch.float64, requires_grad=True)
        z = torch.complex(x, y).detach().requires_grad_()

        # The gradient of half of it is lost.
        def wrong(a):
            return a * a.detach()
        """;

    private static readonly bool[] _modes = [false, true];

    private static Tensor X => Torch.Tensor(new[,] { { 0.5, -1.0, 2.0 }, { 3.0, 0.25, -2.0 } }, requiresGrad: true);

    private static Tensor Y => Torch.Tensor(new[,] { { 1.0, 2.0, 3.0 }, { 4.0, 5.0, 6.0 } }, requiresGrad: true);

    private static Tensor Z => Torch.Complex(X, Y).Detach().RequiresGrad_();

    [Fact]
    public void test_gradcheck_accepts_right_gradients()
    {
        foreach (var fast in _modes)
        {
            Assert.True(Torch.Autograd.Gradcheck(a => a.Sin() * a.Sum(), X, fastMode: fast, checkForwardAD: true, checkBatchedGrad: true, checkBatchedForwardGrad: true));
            Assert.True(Torch.Autograd.Gradcheck(p => new[] { p[0] * p[1], p[1].Exp().Sum() }, [X, Y], fastMode: fast, checkForwardAD: true, checkBatchedGrad: true));
            Assert.True(Torch.Autograd.Gradcheck(a => a.Sin() * a.Conj(), Z, fastMode: fast, checkForwardAD: true));
            Assert.True(Torch.Autograd.Gradcheck(a => a.Abs().Sum(), Z, fastMode: fast));
        }

        Assert.True(Torch.Autograd.Gradgradcheck(a => a.Sin() * a.Sum(), X, checkFwdOverRev: true, checkBatchedGrad: true));
        Assert.True(Torch.Autograd.Gradgradcheck(p => p[0].Pow(3) * p[1], [X, Y], fastMode: true));
        Assert.True(Torch.Autograd.Gradgradcheck(a => a.Pow(3), X, X.Detach(), genNonContigGradOutputs: true));
    }

    [Fact]
    public void test_gradcheck_fails_on_wrong_gradients()
    {
        static Tensor Wrong(Tensor a) => a * a.Detach();
        Parity.SameError(python, "gradcheck(wrong, x)", () => Torch.Autograd.Gradcheck(Wrong, X), Setup);
        Parity.SameError(python, "gradcheck(lambda a, b: (a * b, wrong(b)), (x, y))", () => Torch.Autograd.Gradcheck(p => new[] { p[0] * p[1], Wrong(p[1]) }, [X, Y]), Setup);
        Parity.SameError(python, "gradcheck(wrong, z)", () => Torch.Autograd.Gradcheck(Wrong, Z), Setup);
        Parity.SameError(python, "gradcheck(lambda a: wrong(a).real, z)", () => Torch.Autograd.Gradcheck(a => Torch.Real(Wrong(a)), Z), Setup);
        Assert.False(Torch.Autograd.Gradcheck(Wrong, X, raiseException: false));
    }

    [Fact]
    public void test_gradcheck_fast_mode_fails_on_wrong_gradients()
    {
        static Tensor Wrong(Tensor a) => a * a.Detach();
        Parity.SameError(python, "gradcheck(wrong, x, fast_mode=True)", () => Torch.Autograd.Gradcheck(Wrong, X, fastMode: true), Setup);
        Parity.SameError(python, "gradcheck(lambda a, b: (a * b, wrong(b)), (x, y), fast_mode=True)", () => Torch.Autograd.Gradcheck(p => new[] { p[0] * p[1], Wrong(p[1]) }, [X, Y], fastMode: true), Setup);
    }

    [Fact]
    public void test_gradcheck_forward_ad()
    {
        // In forward mode detach keeps no tangent either.
        static Tensor Wrong(Tensor a) => a * a.Detach();
        const string Forward = "check_forward_ad=True, check_backward_ad=False";
        Parity.SameError(python, $"gradcheck(wrong, x, {Forward})", () => Torch.Autograd.Gradcheck(Wrong, X, checkForwardAD: true, checkBackwardAD: false), Setup);
        Parity.SameError(python, $"gradcheck(wrong, x, {Forward}, fast_mode=True)", () => Torch.Autograd.Gradcheck(Wrong, X, checkForwardAD: true, checkBackwardAD: false, fastMode: true), Setup);
        Parity.SameError(python, $"gradcheck(wrong, z, {Forward})", () => Torch.Autograd.Gradcheck(Wrong, Z, checkForwardAD: true, checkBackwardAD: false), Setup);
    }

    [Fact]
    public void test_gradcheck_no_differentiable_outputs()
    {
        Parity.SameError(python, "gradcheck(lambda a: a.detach(), x)", () => Torch.Autograd.Gradcheck(a => a.Detach(), X), Setup);
        Parity.SameError(python, "gradcheck(lambda a: a.detach(), x, fast_mode=True)", () => Torch.Autograd.Gradcheck(a => a.Detach(), X, fastMode: true), Setup);
        Assert.True(Torch.Autograd.Gradcheck(p => new[] { p[0] * 2, p[0].Detach().Sign() }, [X]));
    }

    [Fact]
    public void test_gradcheck_check_inputs_and_options()
    {
        Parity.SameError(python, "gradcheck(lambda a: a, x.detach())", () => Torch.Autograd.Gradcheck(a => a, X.Detach()), Setup);
        Parity.SameError(
            python, "gradcheck(lambda a: a, torch.ones(1, dtype=torch.float64).requires_grad_().expand(3))", () => Torch.Autograd.Gradcheck(a => a, Torch.Ones(1, dtype: DType.Float64).RequiresGrad_().Expand(3)), Setup);
        Parity.SameError(python, "gradcheck(lambda a: a, x, check_backward_ad=False)", () => Torch.Autograd.Gradcheck(a => a, X, checkBackwardAD: false), Setup);
        Parity.SameError(
            python, "gradcheck(lambda a: a, x, check_backward_ad=False, check_forward_ad=True, check_batched_grad=True)",
            () => Torch.Autograd.Gradcheck(a => a, X, checkBackwardAD: false, checkForwardAD: true, checkBatchedGrad: true), Setup);
        Parity.SameError(python, "gradcheck(lambda a: a, x, check_batched_forward_grad=True)", () => Torch.Autograd.Gradcheck(a => a, X, checkBatchedForwardGrad: true), Setup);
        Parity.SameError(python, "gradgradcheck(lambda a: a, x, check_rev_over_rev=False)", () => Torch.Autograd.Gradgradcheck(a => a, X, checkRevOverRev: false), Setup);
        Parity.SameError(python, "gradcheck(lambda a: a.to_sparse(), x)", () => Torch.Autograd.Gradcheck(a => a.ToSparse(), X), Setup);
    }

    [Fact]
    public void test_gradcheck_outputs_that_change_shape()
    {
        var calls = 0;
        const string F = Setup + """

            calls = []
            def f(a):
                calls.append(1)
                return a.sum().reshape(1).expand(len(calls))
            """;
        Parity.SameError(python, "gradcheck(f, x)", () => Torch.Autograd.Gradcheck(a => a.Sum().Reshape(1).Expand(++calls), X), F);
    }

    [Fact]
    public void test_gradgradcheck_fails_on_wrong_gradients()
    {
        static Tensor Wrong(Tensor a) => a.Pow(2) * a.Detach();
        const string Second = Setup + "\nv = torch.ones(2, 3, dtype=torch.float64, requires_grad=True)\nsecond = lambda a: a ** 2 * a.detach()";
        Parity.SameError(python, "gradgradcheck(second, x, v)", () => Torch.Autograd.Gradgradcheck(Wrong, X, Torch.Ones([2, 3], dtype: DType.Float64, requiresGrad: true)), Second);
        Assert.False(Torch.Autograd.Gradgradcheck(Wrong, X, raiseException: false));
    }

    [Fact]
    public void A_function_that_throws_is_heard()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Autograd.Gradcheck(_ => Throw(thrown), X, raiseException: false)));
        test_gradcheck_accepts_right_gradients();
    }

    private static Tensor Throw(Exception error) => throw error;
}
