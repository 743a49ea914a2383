using LibTorch.Interop;
using static LibTorch.Tests.Func.FuncSetup;

namespace LibTorch.Tests.Func;

/// <summary>jacrev, jacfwd and hessian of torch.func, against Python.</summary>
public sealed class JacobianTests(PythonSession python)
{
    private static readonly Func<Tensor, Tensor> _f = a => a.Sin() * a.Sum();

    [Fact]
    public void test_jacrev_and_jacfwd()
    {
        Parity.Same(python, "jacrev(lambda a: a.sin() * a.sum())(x)", Torch.Func.Jacrev(_f)(X), FuncSetup.Python);
        Parity.Same(python, "jacfwd(lambda a: a.sin() * a.sum())(x)", Torch.Func.Jacfwd(_f)(X), FuncSetup.Python);
        Parity.Same(python, "jacrev(lambda a: a.sum())(x)", Torch.Func.Jacrev(a => a.Sum())(X), FuncSetup.Python);
        Parity.Same(python, "jacfwd(lambda a: a.sum())(x)", Torch.Func.Jacfwd(a => a.Sum())(X), FuncSetup.Python);
        Parity.Same(python, "jacfwd(lambda a: a.exp())(torch.tensor(2.))", Torch.Func.Jacfwd(a => a.Exp())(Torch.Tensor(2f)), FuncSetup.Python);
    }

    [Fact]
    public void test_argnums_and_structures()
    {
        var f = (Tensor a, Tensor b) => a * b.Exp();
        const string F = FuncSetup.Python + "\nf = lambda a, b: a * b.exp()\ng = lambda p: p[0] * p[1].exp()\nh = lambda p: (p[0] * p[1], p[1].sum())";
        Parity.Same(python, "jacrev(f, argnums=1)(x, y)", Torch.Func.Jacrev(f, argnums: 1)(X, Y), F);
        Parity.Same(python, "jacrev(f, argnums=(0, 1))(x, y)", Torch.Func.Jacrev(f, argnums: [0, 1])(X, Y), F);
        Parity.Same(python, "jacfwd(f, argnums=1)(x, y)", Torch.Func.Jacfwd(f, argnums: 1)(X, Y), F);
        Parity.Same(python, "jacfwd(f, argnums=(1, 0))(x, y)", Torch.Func.Jacfwd(f, argnums: [1, 0])(X, Y), F);
        var record = Torch.Func.Jacrev((Layer l) => l.Weight * l.Bias.Exp())(new Layer(X, Y));
        Parity.Same(python, "jacrev(g)((x, y))", [record.Weight, record.Bias], F);
        var rows = Torch.Func.Jacfwd((Layer l) => (l.Weight * l.Bias, l.Bias.Sum()))(new Layer(X, Y));
        Parity.Same(python, "sum(jacfwd(h)((x, y)), ())", rows.SelectMany(row => new[] { row.Weight, row.Bias }), F);
    }

    [Fact]
    public void test_chunk_size()
    {
        foreach (var size in new[] { 1, 2, 4, 6, 50 })
        {
            Parity.Same(python, "jacrev(lambda a: a.sin() * a.sum())(x)", Torch.Func.Jacrev(_f, chunkSize: size)(X), FuncSetup.Python);
        }

        Assert.Equal("jacrev: `chunk_size` should be greater than 0.", Assert.Throws<TorchValueException>(() => Torch.Func.Jacrev(_f, chunkSize: 0)).Message);
    }

    [Fact]
    public void test_aux()
    {
        var (jacobian, aux) = Torch.Func.Jacrev((Tensor a) => (a.Sin(), a.Cos()), hasAux: true)(X);
        Parity.Same(python, "jacrev(lambda a: (a.sin(), a.cos()), has_aux=True)(x)", [jacobian, aux], FuncSetup.Python);
        var (forward, rest) = Torch.Func.Jacfwd((Tensor a) => (a.Sin(), a.Cos()), hasAux: true)(X);
        Parity.Same(python, "jacfwd(lambda a: (a.sin(), a.cos()), has_aux=True)(x)", [forward, rest], FuncSetup.Python);
    }

    [Fact]
    public void test_hessian()
    {
        Parity.Same(python, "hessian(lambda a: a.pow(3).sum() * a.sin().sum())(x)", Torch.Func.Hessian(a => a.Pow(3).Sum() * a.Sin().Sum())(X), FuncSetup.Python);
        Parity.Same(python, "jacrev(jacrev(lambda a: a.sin().prod()))(x)", Torch.Func.Jacrev(Torch.Func.Jacrev(a => a.Sin().Prod()))(X), FuncSetup.Python);
        Parity.Same(python, "jacfwd(jacfwd(lambda a: a.sin().sum()))(x)", Torch.Func.Jacfwd(Torch.Func.Jacfwd(a => a.Sin().Sum()))(X), FuncSetup.Python);
        var f = (Tensor a, Tensor b) => (a.Pow(2) * b.Exp()).Sum();
        const string F = FuncSetup.Python + "\nf = lambda a, b: (a ** 2 * b.exp()).sum()";
        Parity.Same(python, "hessian(f, argnums=1)(x, y)", Torch.Func.Hessian(f, argnums: 1)(X, Y), F);
        Parity.Same(python, "sum(hessian(f, argnums=(0, 1))(x, y), ())", Torch.Func.Hessian(f, argnums: [0, 1])(X, Y).SelectMany(row => row), F);
        var rows = Torch.Func.Hessian((Layer l) => (l.Weight.Pow(2) * l.Bias.Exp()).Sum())(new Layer(X, Y));
        Parity.Same(python, "sum(hessian(f, argnums=(0, 1))(x, y), ())", rows.SelectMany(row => new[] { row.Weight, row.Bias }), F);
        Parity.Same(python, "vmap(hessian(lambda a: a.sin().prod()))(x)", Torch.Func.Vmap<Tensor, Tensor>(Torch.Func.Hessian(a => a.Sin().Prod()))(X), FuncSetup.Python);
    }

    [Fact]
    public void test_forward_formulas_that_libtorch_lacks()
    {
        // The Python of libtorch 1 brings them only where it can be scripted, which it cannot on Python 3.11.
        Func<Tensor, Tensor> softmax = a => (a.Softmax(0) * a.LogSoftmax(0)).Sum();
        Func<Tensor, Tensor> others = a => Torch.LogSigmoid(a) * Torch.Trace(a.Outer(a));
        using var x = X[0];
        var (hessian, jacobian) = (Torch.Func.Hessian(softmax)(x), Torch.Func.Jacfwd(others)(x));
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Parity.Same(python, "hessian(lambda a: (a.softmax(0) * a.log_softmax(0)).sum())(x[0])", hessian, FuncSetup.Python);
            Parity.Same(python, "jacfwd(lambda a: F.logsigmoid(a) * a.outer(a).trace())(x[0])", jacobian, FuncSetup.Python);
        }

        // Reverse mode takes other sums, so it rounds otherwise.
        Assert.True(Torch.Allclose(hessian, Torch.Func.Jacrev(Torch.Func.Jacrev(softmax))(x), 1e-10, 1e-12));
        Assert.True(Torch.Allclose(jacobian, Torch.Func.Jacrev(others)(x), 1e-10, 1e-12));
    }

    [Fact]
    public void test_errors()
    {
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Same("jacrev(torch.exp)(x + 1j)", () => Torch.Func.Jacrev(a => a.Exp())(X + (Scalar)System.Numerics.Complex.ImaginaryOne));
            Same("jacfwd(torch.exp)(x + 1j)", () => Torch.Func.Jacfwd(a => a.Exp())(X + (Scalar)System.Numerics.Complex.ImaginaryOne));
            Same("jacrev(lambda a: a + 1j)(x)", () => Torch.Func.Jacrev(a => a + (Scalar)System.Numerics.Complex.ImaginaryOne)(X));
        }

        Same("jacrev(lambda a: a.long())(x)", () => Torch.Func.Jacrev(a => a.Long())(X));
        Same("jacfwd(lambda a: a + torch.rand(2, 3))(x)", () => Torch.Func.Jacfwd(a => a + Torch.Rand(2, 3))(X));
        Assert.False(TransformCalls.AreActive);
    }

    [Fact]
    public void test_threads_at_the_same_time() => Parallel.For(0, 8, i =>
    {
        using var x = Torch.Arange(5.0, dtype: DType.Float64) + i;
        Assert.Equal(Torch.Diag(3 * x.Pow(2)).ToArray<double>(), Torch.Func.Jacfwd(a => a.Pow(3))(x).ToArray<double>());
        Assert.Equal(Torch.Diag(6 * x).ToArray<double>(), Torch.Func.Hessian(a => a.Pow(3).Sum())(x).ToArray<double>());
    });

    private void Same(string expression, Action action) => Parity.SameError(python, expression, action, FuncSetup.Python);
}
