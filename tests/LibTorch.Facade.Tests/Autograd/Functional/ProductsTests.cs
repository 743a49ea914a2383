namespace LibTorch.Tests.Autograd.Functional;

/// <summary>Scalars, graphs and modes in torch.autograd.functional, against Python. The names are those of PyTorch's own tests.</summary>
public sealed class ProductsTests(PythonSession python)
{
    private const string Head = """
        import torch.autograd.functional as AF
        x = torch.linspace(-1, 2, 4, dtype=torch.float64).reshape(2, 2).requires_grad_()
        v = torch.linspace(.5, 3, 4, dtype=torch.float64).reshape(2, 2).requires_grad_()
        w = torch.tensor(2., dtype=torch.float64)
        f = lambda a: a.exp() * a.sum()
        h = lambda a: (a ** 3).sum() * a.sin().sum()
        def flat(r): return [r] if isinstance(r, torch.Tensor) else sum((flat(i) for i in r), [])
        def off(g):
            with torch.no_grad(): return g()

        """;

    private readonly Tensor _x = Torch.Linspace(-1, 2, 4, dtype: DType.Float64).Reshape(2, 2).RequiresGrad_();
    private readonly Tensor _v = Torch.Linspace(0.5, 3, 4, dtype: DType.Float64).Reshape(2, 2).RequiresGrad_();
    private readonly Tensor _w = Torch.Tensor(2.0);

    [Fact]
    public void test_vjp_err_check_strict()
    {
        Fails("AF.vjp(lambda a: a.detach(), x, v, strict=True)", () => Torch.Autograd.Functional.Vjp(a => a.Detach(), _x, _v, strict: true));
        Fails("AF.vjp(lambda a: torch.ones_like(a), x, v, strict=True)", () => Torch.Autograd.Functional.Vjp(a => a.OnesLike(), _x, _v, strict: true));
        Same("AF.vjp(lambda a: torch.ones_like(a), x, v)", Torch.Autograd.Functional.Vjp(a => a.OnesLike(), _x, _v));
    }

    [Fact]
    public void test_vjp_no_grad() => Same("off(lambda: AF.vjp(f, x, v))", Off(() => Torch.Autograd.Functional.Vjp(F, _x, _v)), requiresGrad: false);

    [Fact]
    public void test_vjp_scalar()
    {
        Same("AF.vjp(lambda a: a.sum(), x)", Torch.Autograd.Functional.Vjp(a => a.Sum(), _x));
        Same("AF.vjp(lambda a: a.sum(), x, w)", Torch.Autograd.Functional.Vjp(a => a.Sum(), _x, _w));
        Same("AF.vjp(lambda a: a ** 2, w, torch.ones([], dtype=torch.float64))", Torch.Autograd.Functional.Vjp(a => a.Pow(2), _w, Torch.Ones([], dtype: DType.Float64)));
    }

    [Fact]
    public void test_vjp_create_graph()
    {
        var result = Torch.Autograd.Functional.Vjp(F, _x, _v, createGraph: true);
        Same("AF.vjp(f, x, v, create_graph=True)", result, requiresGrad: true);
        SameGradients("AF.vjp(f, x, v, create_graph=True)[1]", result.Vjp);
    }

    [Fact]
    public void test_jvp_err_check_strict()
    {
        Fails("AF.jvp(lambda a: torch.ones_like(a), x, v, strict=True)", () => Torch.Autograd.Functional.Jvp(a => a.OnesLike(), _x, _v, strict: true));
        Same("AF.jvp(lambda a: torch.ones_like(a), x, v)", Torch.Autograd.Functional.Jvp(a => a.OnesLike(), _x, _v));
    }

    [Fact]
    public void test_jvp_no_grad() => Same("off(lambda: AF.jvp(f, x, v))", Off(() => Torch.Autograd.Functional.Jvp(F, _x, _v)), requiresGrad: false);

    [Fact]
    public void test_jvp_scalar()
    {
        Same("AF.jvp(lambda a: a.sum(), x, v)", Torch.Autograd.Functional.Jvp(a => a.Sum(), _x, _v));
        Same("AF.jvp(lambda a: a ** 2, w)", Torch.Autograd.Functional.Jvp(a => a.Pow(2), _w));
    }

    [Fact]
    public void test_jvp_create_graph()
    {
        var result = Torch.Autograd.Functional.Jvp(F, _x, _v, createGraph: true);
        Same("AF.jvp(f, x, v, create_graph=True)", result, requiresGrad: true);
        SameGradients("AF.jvp(f, x, v, create_graph=True)[1]", result.Jvp);
    }

    [Fact]
    public void test_jacobian_no_grad() => Same("off(lambda: AF.jacobian(f, x))", Off(() => (Torch.Autograd.Functional.Jacobian(F, _x), _w)).Item1, requiresGrad: false);

    [Fact]
    public void test_jacobian_output_vectorized()
    {
        // An output that the input has nothing to do with, and one that is the input.
        Same("AF.jacobian(lambda a: (a, torch.ones(3, dtype=torch.float64), a.sum()), x, vectorize=True)", Torch.Autograd.Functional.Jacobian(a => new[] { a, Torch.Ones(3, dtype: DType.Float64), a.Sum() }, _x, vectorize: true));
        Same("AF.jacobian(lambda a: a.expand(3, 2, 2), x, vectorize=True)", Torch.Autograd.Functional.Jacobian(a => a.Expand(3, 2, 2), _x, vectorize: true));
    }

    [Fact]
    public void test_jacobian_vectorize_correctness_zero_dim() =>
        Same("AF.jacobian(lambda a: (a.sum(), a.max(), a * 2), x, vectorize=True)", Torch.Autograd.Functional.Jacobian(a => new[] { a.Sum(), a.Max(), a * 2 }, _x, vectorize: true));

    [Fact]
    public void test_jacobian_vectorize_correctness_unrelated_outputs() =>
        Same(
            "AF.jacobian(lambda a, b: (a, b, b * 0, torch.ones(2, dtype=torch.float64)), (x, v), vectorize=True)",
            [.. Torch.Autograd.Functional.Jacobian(p => new[] { p[0], p[1], p[1] * 0, Torch.Ones(2, dtype: DType.Float64) }, [_x, _v], vectorize: true).SelectMany(row => row)]);

    [Fact]
    public void test_jacobian_vectorize_correctness_different_dtype() =>
        Same(
            "AF.jacobian(lambda a, b: ((a * b.double()).float(), a.sum().double()), (x, v.float()), vectorize=True)",
            [.. Torch.Autograd.Functional.Jacobian(p => new[] { (p[0] * p[1].Double()).Float(), p[0].Sum().Double() }, [_x, _v.Float()], vectorize: true).SelectMany(row => row)]);

    [Fact]
    public void test_jacobian_vectorize_correctness_multi_input()
    {
        Same("AF.jacobian(lambda a, b: a.mm(b), (x, v), vectorize=True)", Torch.Autograd.Functional.Jacobian(p => p[0].Mm(p[1]), [_x, _v], vectorize: true));
        Same("AF.jacobian(lambda a, b: a.mm(b), (x, v), vectorize=True, strategy='forward-mode')", Torch.Autograd.Functional.Jacobian(p => p[0].Mm(p[1]), [_x, _v], vectorize: true, strategy: JacobianStrategy.ForwardMode));
    }

    [Fact]
    public void test_jacobian_create_graph_vectorize()
    {
        var jacobian = Torch.Autograd.Functional.Jacobian(F, _x, createGraph: true, vectorize: true);
        SameGradients("AF.jacobian(f, x, create_graph=True, vectorize=True)", jacobian, byV: false);
    }

    [Fact]
    public void test_jacobian_match_vjp_jvp()
    {
        var jacobian = Torch.Autograd.Functional.Jacobian(F, _x).Reshape(4, 4);
        var vjp = Torch.Autograd.Functional.Vjp(F, _x, _v).Vjp;
        var jvp = Torch.Autograd.Functional.Jvp(F, _x, _v).Jvp;

        // Sums of four products, in another order.
        Assert.True(Torch.Allclose(jacobian.Mv(_v.Detach().Reshape(4)), jvp.Reshape(4), 1e-12, 1e-12));
        Assert.True(Torch.Allclose(_v.Detach().Reshape(4).Matmul(jacobian), vjp.Reshape(4), 1e-12, 1e-12));
    }

    [Fact]
    public void test_hessian_scalar()
    {
        Same("AF.hessian(lambda a: a ** 3, w)", Torch.Autograd.Functional.Hessian(a => a.Pow(3), _w));
        Same("AF.hessian(lambda a: (a ** 3).sum().reshape(1), x)", Torch.Autograd.Functional.Hessian(a => a.Pow(3).Sum().Reshape(1), _x));
    }

    [Fact]
    public void test_hessian_create_graph()
    {
        SameGradients("AF.hessian(h, x, create_graph=True)", Torch.Autograd.Functional.Hessian(H, _x, createGraph: true), byV: false);
        SameGradients("AF.hessian(h, x, create_graph=True, vectorize=True)", Torch.Autograd.Functional.Hessian(H, _x, createGraph: true, vectorize: true), byV: false);
    }

    [Fact]
    public void test_hessian_vectorize_correctness_unrelated_outputs()
    {
        Same("AF.hessian(lambda a, b: (a ** 2).sum(), (x, v), vectorize=True)", [.. Torch.Autograd.Functional.Hessian(p => p[0].Pow(2).Sum(), [_x, _v], vectorize: true).SelectMany(row => row)]);
        Same("AF.hessian(lambda a, b: torch.ones([], dtype=torch.float64), (x, v), vectorize=True)", [.. Torch.Autograd.Functional.Hessian(_ => Torch.Ones([], dtype: DType.Float64), [_x, _v], vectorize: true).SelectMany(row => row)]);
    }

    [Fact]
    public void test_hessian_err_check_strict_vectorize() =>
        Fails("AF.hessian(h, x, strict=True, vectorize=True)", () => Torch.Autograd.Functional.Hessian(H, _x, strict: true, vectorize: true));

    [Fact]
    public void test_hessian_match_vhp_hvp()
    {
        var hessian = Torch.Autograd.Functional.Hessian(H, _x).Reshape(4, 4);
        var expected = hessian.Mv(_v.Detach().Reshape(4));

        // Sums of four products, in another order.
        Assert.True(Torch.Allclose(expected, Torch.Autograd.Functional.Hvp(H, _x, _v).Hvp.Reshape(4), 1e-12, 1e-12));
        Assert.True(Torch.Allclose(expected, Torch.Autograd.Functional.Vhp(H, _x, _v).Vhp.Reshape(4), 1e-12, 1e-12));
    }

    [Fact]
    public void test_vhp_err_check_strict()
    {
        Fails("AF.vhp(lambda a: torch.ones([], dtype=torch.float64), x, v, strict=True)", () => Torch.Autograd.Functional.Vhp(_ => Torch.Ones([], dtype: DType.Float64), _x, _v, strict: true));
        Same("AF.vhp(lambda a: a.sum(), x, v)", Torch.Autograd.Functional.Vhp(a => a.Sum(), _x, _v));
    }

    [Fact]
    public void test_vhp_no_grad() => Same("off(lambda: AF.vhp(h, x, v))", Off(() => Torch.Autograd.Functional.Vhp(H, _x, _v)), requiresGrad: false);

    [Fact]
    public void test_vhp_scalar()
    {
        Same("AF.vhp(h, x, v)", Torch.Autograd.Functional.Vhp(H, _x, _v));
        Same("AF.vhp(lambda a: a ** 3, w, w)", Torch.Autograd.Functional.Vhp(a => a.Pow(3), _w, _w));
    }

    [Fact]
    public void test_vhp_create_graph() => SameGradients("AF.vhp(h, x, v, create_graph=True)[1]", Torch.Autograd.Functional.Vhp(H, _x, _v, createGraph: true).Vhp);

    [Fact]
    public void test_hvp_err_check_strict()
    {
        Fails("AF.hvp(lambda a: a.detach().sum(), x, v, strict=True)", () => Torch.Autograd.Functional.Hvp(a => a.Detach().Sum(), _x, _v, strict: true));
        Same("AF.hvp(lambda a: a.sum(), x, v)", Torch.Autograd.Functional.Hvp(a => a.Sum(), _x, _v));
    }

    [Fact]
    public void test_hvp_no_grad() => Same("off(lambda: AF.hvp(h, x, v))", Off(() => Torch.Autograd.Functional.Hvp(H, _x, _v)), requiresGrad: false);

    [Fact]
    public void test_hvp_scalar() => Same("AF.hvp(lambda a: a ** 3, w, w)", Torch.Autograd.Functional.Hvp(a => a.Pow(3), _w, _w));

    [Fact]
    public void test_hvp_create_graph() => SameGradients("AF.hvp(h, x, v, create_graph=True)[1]", Torch.Autograd.Functional.Hvp(H, _x, _v, createGraph: true).Hvp);

    private static Tensor F(Tensor a) => a.Exp() * a.Sum();

    private static Tensor H(Tensor a) => a.Pow(3).Sum() * a.Sin().Sum();

    private static (Tensor, Tensor) Off(Func<(Tensor, Tensor)> body)
    {
        using var mode = Torch.NoGrad();
        return body();
    }

    private void Same(string expression, (Tensor First, Tensor Second) actual, bool? requiresGrad = null)
    {
        Parity.Same(python, $"flat({expression})", [actual.First, actual.Second], Head);
        if (requiresGrad is { } wanted)
        {
            Assert.Equal(wanted, actual.Second.RequiresGrad);
        }
    }

    private void Same(string expression, Tensor actual, bool? requiresGrad = null)
    {
        Parity.Same(python, $"flat({expression})", [actual], Head);
        Assert.Equal(requiresGrad ?? actual.RequiresGrad, actual.RequiresGrad);
    }

    private void Same(string expression, Tensor[] actual) => Parity.Same(python, $"flat({expression})", actual, Head);

    private void SameGradients(string expression, Tensor actual, bool byV = true)
    {
        var grads = Torch.Autograd.Grad([actual.Pow(2).Sum()], byV ? [_x, _v] : [_x]);
        Parity.Same(python, $"flat(torch.autograd.grad((({expression}) ** 2).sum(), {(byV ? "[x, v]" : "[x]")}))", grads!, Head);
    }

    private void Fails(string code, Action action) => Parity.SameError(python, code, action, Head);
}
