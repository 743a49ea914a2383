namespace LibTorch.Tests.Autograd.Functional;

/// <summary>torch.autograd.functional, against Python. The names are those of PyTorch's own tests.</summary>
public sealed class FunctionalTests(PythonSession python)
{
    private const string Setup = """
        import torch.autograd.functional as AF
        x = torch.linspace(-1, 2, 6, dtype=torch.float64).reshape(2, 3)
        y = torch.linspace(3, 1, 6, dtype=torch.float64).reshape(2, 3)
        v = torch.linspace(.5, 3, 6, dtype=torch.float64).reshape(2, 3)
        """;

    private static readonly JacobianStrategy[] _strategies = [JacobianStrategy.ReverseMode, JacobianStrategy.ForwardMode];

    private static readonly bool[] _choices = [false, true];

    private static Tensor X => Torch.Linspace(-1, 2, 6, dtype: DType.Float64).Reshape(2, 3);

    private static Tensor Y => Torch.Linspace(3, 1, 6, dtype: DType.Float64).Reshape(2, 3);

    private static Tensor V => Torch.Linspace(0.5, 3, 6, dtype: DType.Float64).Reshape(2, 3);

    [Fact]
    public void test_jacobian_output()
    {
        Parity.Same(python, "AF.jacobian(lambda a: a.exp().sum(1), x)", Torch.Autograd.Functional.Jacobian(a => a.Exp().Sum(1), X), Setup);
        Parity.Same(python, "AF.jacobian(lambda a, b: a.exp() * b, (x, y))", Torch.Autograd.Functional.Jacobian(p => p[0].Exp() * p[1], [X, Y]), Setup);
        Parity.Same(python, "AF.jacobian(lambda a: (a.sin(), a.sum()), x)", Torch.Autograd.Functional.Jacobian(a => new[] { a.Sin(), a.Sum() }, X), Setup);
        var blocks = Torch.Autograd.Functional.Jacobian(p => new[] { p[0].Sin() * p[1], p[1].Sum() }, [X, Y]);
        Parity.Same(python, "sum(AF.jacobian(lambda a, b: (a.sin() * b, b.sum()), (x, y)), ())", blocks.SelectMany(row => row), Setup);
    }

    [Fact]
    public void test_jacobian_vectorize_both_strategies()
    {
        foreach (var strategy in _strategies)
        {
            var name = strategy == JacobianStrategy.ReverseMode ? "reverse-mode" : "forward-mode";
            var options = $"vectorize=True, strategy='{name}'";
            Parity.Same(python, $"AF.jacobian(lambda a: a.exp() * a.sum(), x, {options})", Torch.Autograd.Functional.Jacobian(a => a.Exp() * a.Sum(), X, vectorize: true, strategy: strategy), Setup);
            var blocks = Torch.Autograd.Functional.Jacobian(p => new[] { p[0].Sin() * p[1], p[1].Sum() }, [X, Y], vectorize: true, strategy: strategy);
            Parity.Same(python, $"[block for row in AF.jacobian(lambda a, b: (a.sin() * b, b.sum()), (x, y), {options}) for block in row]", blocks.SelectMany(row => row), Setup);
        }
    }

    [Fact]
    public void test_jacobian_scalar()
    {
        Parity.Same(python, "AF.jacobian(lambda a: a.sum(), x)", Torch.Autograd.Functional.Jacobian(a => a.Sum(), X), Setup);
        Parity.Same(python, "AF.jacobian(lambda a: a.sum(), x, vectorize=True)", Torch.Autograd.Functional.Jacobian(a => a.Sum(), X, vectorize: true), Setup);
        Parity.Same(python, "AF.jacobian(lambda a: a * 2, torch.tensor(3.))", Torch.Autograd.Functional.Jacobian(a => a * 2, Torch.Tensor(3f)), Setup);
    }

    [Fact]
    public void test_jacobian_create_graph()
    {
        using var x = X.RequiresGrad_();
        var jacobian = Torch.Autograd.Functional.Jacobian(a => a.Pow(3), x, createGraph: true);
        Assert.True(jacobian.RequiresGrad);
        Parity.Same(
            python, "torch.autograd.grad(AF.jacobian(lambda a: a ** 3, x, create_graph=True).sum(), x)[0]", Torch.Autograd.Grad(jacobian.Sum(), x), Setup + "\nx.requires_grad_()");
        Assert.False(Torch.Autograd.Functional.Jacobian(a => a.Pow(3), x).RequiresGrad);
    }

    [Fact]
    public void test_jacobian_err_check_strict()
    {
        Parity.SameError(python, "AF.jacobian(lambda a: a.detach(), x, strict=True)", () => Torch.Autograd.Functional.Jacobian(a => a.Detach(), X, strict: true), Setup);
        Parity.SameError(python, "AF.jacobian(lambda a, b: a.sin(), (x, y), strict=True)", () => Torch.Autograd.Functional.Jacobian(p => p[0].Sin(), [X, Y], strict: true), Setup);
        Parity.SameError(
            python, "AF.jacobian(lambda a: 4 * a, x.requires_grad_(), strict=True, create_graph=True)", () => Torch.Autograd.Functional.Jacobian(a => 4 * a, X.RequiresGrad_(), strict: true, createGraph: true), Setup);
        Parity.SameError(python, "AF.jacobian(lambda a: a.sin(), x, strict=True, vectorize=True)", () => Torch.Autograd.Functional.Jacobian(a => a.Sin(), X, strict: true, vectorize: true), Setup);
        Parity.SameError(
            python, "AF.jacobian(lambda a: a.sin(), x, strict=True, vectorize=True, strategy='forward-mode')",
            () => Torch.Autograd.Functional.Jacobian(a => a.Sin(), X, strict: true, vectorize: true, strategy: JacobianStrategy.ForwardMode), Setup);
        Parity.SameError(
            python, "AF.jacobian(lambda a: a.sin(), x, strategy='forward-mode')", () => Torch.Autograd.Functional.Jacobian(a => a.Sin(), X, strategy: JacobianStrategy.ForwardMode), Setup);
        Parity.SameError(
            python, "AF.jacobian(lambda a: a.sin(), x, create_graph=True, strategy='forward-mode')",
            () => Torch.Autograd.Functional.Jacobian(a => a.Sin(), X, createGraph: true, strategy: JacobianStrategy.ForwardMode), Setup);
    }

    [Fact]
    public void test_jacobian_err_check()
    {
        Parity.SameError(python, "AF.jacobian(lambda a: None, x)", () => Torch.Autograd.Functional.Jacobian(_ => (Tensor)null!, X), Setup);
        Parity.SameError(python, "AF.jacobian(lambda a: (a, None), x)", () => Torch.Autograd.Functional.Jacobian(a => new[] { a, null! }, X), Setup);
        Parity.SameError(python, "AF.jacobian(lambda a: a, x.long())", () => Torch.Autograd.Functional.Jacobian(a => a, X.Long()), Setup);
    }

    [Fact]
    public void test_hessian_output()
    {
        foreach (var vectorize in _choices)
        {
            var option = vectorize ? "vectorize=True" : "vectorize=False";
            Parity.Same(python, $"AF.hessian(lambda a: a.pow(3).sum() * a.sin().sum(), x, {option})", Torch.Autograd.Functional.Hessian(a => a.Pow(3).Sum() * a.Sin().Sum(), X, vectorize: vectorize), Setup);
            var blocks = Torch.Autograd.Functional.Hessian(p => (p[0].Pow(2) * p[1].Exp()).Sum(), [X, Y], vectorize: vectorize);
            Parity.Same(python, $"sum(AF.hessian(lambda a, b: (a.pow(2) * b.exp()).sum(), (x, y), {option}), ())", blocks.SelectMany(row => row), Setup);
        }

        Parity.Same(
            python, "AF.hessian(lambda a: a.pow(3).sum(), x, vectorize=True, outer_jacobian_strategy='forward-mode')",
            Torch.Autograd.Functional.Hessian(a => a.Pow(3).Sum(), X, vectorize: true, outerJacobianStrategy: JacobianStrategy.ForwardMode), Setup);
    }

    [Fact]
    public void test_hessian_err_check()
    {
        Parity.SameError(python, "AF.hessian(lambda a: a * 2, x)", () => Torch.Autograd.Functional.Hessian(a => a * 2, X), Setup);
        Parity.SameError(python, "AF.hessian(lambda a: a.sum(), x, strict=True)", () => Torch.Autograd.Functional.Hessian(a => a.Sum(), X, strict: true), Setup);
        Parity.SameError(python, "AF.hessian(lambda a: a.detach().sum(), x, strict=True)", () => Torch.Autograd.Functional.Hessian(a => a.Detach().Sum(), X, strict: true), Setup);
    }

    [Fact]
    public void test_vjp_output()
    {
        var (output, product) = Torch.Autograd.Functional.Vjp(a => a.Exp(), X, V);
        Parity.Same(python, "AF.vjp(lambda a: a.exp(), x, v)", [output, product], Setup);
        var (outputs, products) = Torch.Autograd.Functional.Vjp(p => new[] { p[0] * p[1], p[0].Sum() }, [X, Y], [V, Torch.Tensor(2.0)]);
        Parity.Same(python, "sum(AF.vjp(lambda a, b: (a * b, a.sum()), (x, y), (v, torch.tensor(2., dtype=torch.float64))), ())", outputs.Concat(products), Setup);
        Parity.Same(python, "AF.vjp(lambda a: a.sum(), x)[1]", Torch.Autograd.Functional.Vjp(a => a.Sum(), X).Vjp, Setup);
    }

    [Fact]
    public void test_vjp_err_check()
    {
        Parity.SameError(python, "AF.vjp(lambda a: a.exp(), x)", () => Torch.Autograd.Functional.Vjp(a => a.Exp(), X), Setup);
        Parity.SameError(python, "AF.vjp(lambda a: a.exp(), x, torch.ones(3))", () => Torch.Autograd.Functional.Vjp(a => a.Exp(), X, Torch.Ones(3)), Setup);
        Parity.SameError(python, "AF.vjp(lambda a: (a, a), x, (v, torch.ones(3)))", () => Torch.Autograd.Functional.Vjp(a => new[] { a, a }, X, [V, Torch.Ones(3)]), Setup);
        Parity.SameError(python, "AF.vjp(lambda a: (a, a), x, (v,))", () => Torch.Autograd.Functional.Vjp(a => new[] { a, a }, X, [V]), Setup);
        Parity.SameError(python, "AF.vjp(lambda a, b: a.sin(), (x, y), v, strict=True)", () => Torch.Autograd.Functional.Vjp(p => p[0].Sin(), [X, Y], V, strict: true), Setup);
        Parity.SameError(
            python, "AF.vjp(lambda a: 4 * a, x.requires_grad_(), v, strict=True, create_graph=True)", () => Torch.Autograd.Functional.Vjp(a => 4 * a, X.RequiresGrad_(), V, strict: true, createGraph: true), Setup);
    }

    [Fact]
    public void test_jvp_output()
    {
        var (output, product) = Torch.Autograd.Functional.Jvp(a => a.Exp().Sum(1), X, V);
        Parity.Same(python, "AF.jvp(lambda a: a.exp().sum(1), x, v)", [output, product], Setup);
        var (outputs, products) = Torch.Autograd.Functional.Jvp(p => new[] { p[0] * p[1], p[0].Sum() }, [X, Y], [V, V]);
        Parity.Same(python, "sum(AF.jvp(lambda a, b: (a * b, a.sum()), (x, y), (v, v)), ())", outputs.Concat(products), Setup);
    }

    [Fact]
    public void test_jvp_err_check()
    {
        Parity.SameError(python, "AF.jvp(lambda a: a.exp(), x)", () => Torch.Autograd.Functional.Jvp(a => a.Exp(), X), Setup);
        Parity.SameError(python, "AF.jvp(lambda a: a.exp(), x, torch.ones(3))", () => Torch.Autograd.Functional.Jvp(a => a.Exp(), X, Torch.Ones(3)), Setup);
        Parity.SameError(python, "AF.jvp(lambda a: a.detach(), x, v, strict=True)", () => Torch.Autograd.Functional.Jvp(a => a.Detach(), X, V, strict: true), Setup);
        Parity.SameError(python, "AF.jvp(lambda a, b: a.sin(), (x, y), (v, v), strict=True)", () => Torch.Autograd.Functional.Jvp(p => p[0].Sin(), [X, Y], [V, V], strict: true), Setup);
    }

    [Fact]
    public void test_vhp_and_hvp_output()
    {
        var vhp = Torch.Autograd.Functional.Vhp(a => a.Pow(3).Sum(), X, V);
        Parity.Same(python, "AF.vhp(lambda a: a.pow(3).sum(), x, v)", [vhp.Output, vhp.Vhp], Setup);
        var hvp = Torch.Autograd.Functional.Hvp(p => (p[0].Pow(3) * p[1]).Sum(), [X, Y], [V, V]);
        Parity.Same(python, "sum((lambda o, p: ((o,), p))(*AF.hvp(lambda a, b: (a.pow(3) * b).sum(), (x, y), (v, v))), ())", [hvp.Output, .. hvp.Hvp], Setup);
    }

    [Fact]
    public void test_vhp_and_hvp_err_check()
    {
        Parity.SameError(python, "AF.vhp(lambda a: a.exp(), x, v)", () => Torch.Autograd.Functional.Vhp(a => a.Exp(), X, V), Setup);
        Parity.SameError(python, "AF.hvp(lambda a: a.exp(), x, v)", () => Torch.Autograd.Functional.Hvp(a => a.Exp(), X, V), Setup);
        Parity.SameError(python, "AF.vhp(lambda a: a.sum(), x, v, strict=True)", () => Torch.Autograd.Functional.Vhp(a => a.Sum(), X, V, strict: true), Setup);
        Parity.SameError(python, "AF.hvp(lambda a: a.sum(), x, v, strict=True)", () => Torch.Autograd.Functional.Hvp(a => a.Sum(), X, V, strict: true), Setup);
    }

    [Fact]
    public void A_function_that_throws_leaves_everything_as_it_was()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Autograd.Functional.Jacobian(_ => Throw(thrown), X)));
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Autograd.Functional.Jacobian((Tensor _) => Throw(thrown), X, vectorize: true, strategy: JacobianStrategy.ForwardMode)));
        test_jacobian_vectorize_both_strategies();
    }

    [Fact]
    public void is_grads_batched()
    {
        using var x = Torch.Tensor([1.0, 2.0, 3.0], requiresGrad: true);
        const string Batched = "x = torch.tensor([1., 2., 3.], dtype=torch.float64, requires_grad=True); e = torch.eye(3, dtype=torch.float64)";
        var grad = Torch.Autograd.Grad([x.Pow(3)], [x], [Torch.Eye(3, dtype: DType.Float64)], isGradsBatched: true);
        Parity.Same(python, "torch.autograd.grad(x ** 3, x, e, is_grads_batched=True)", [grad[0]!], Batched);
        using var unused = Torch.Ones(1, requiresGrad: true);
        Assert.Null(Torch.Autograd.Grad([x.Pow(3)], [unused], [Torch.Eye(3, dtype: DType.Float64)], isGradsBatched: true, allowUnused: true)[0]);
        Parity.SameError(python, "torch.autograd.grad(x ** 3, x, e[:, :2], is_grads_batched=True)", () => Torch.Autograd.Grad([x.Pow(3)], [x], [Torch.Eye(3, 2, dtype: DType.Float64)], isGradsBatched: true), Batched);
        Parity.SameError(python, "torch.autograd.grad(x.sum(), x, is_grads_batched=True)", () => Torch.Autograd.Grad([x.Sum()], [x], isGradsBatched: true), Batched);
        Parity.SameError(
            python, "torch.autograd.grad([x ** 3, x * 2], x, [e, e[:2]], is_grads_batched=True)",
            () => Torch.Autograd.Grad([x.Pow(3), x * 2], [x], [Torch.Eye(3, dtype: DType.Float64), Torch.Eye(2, 3, dtype: DType.Float64)], isGradsBatched: true), Batched);
    }

    private static Tensor Throw(Exception error) => throw error;
}
