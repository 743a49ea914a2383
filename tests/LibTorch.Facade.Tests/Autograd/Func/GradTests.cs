using LibTorch.Interop;
using static LibTorch.Tests.Func.FuncSetup;

namespace LibTorch.Tests.Func;

/// <summary>grad, grad_and_value, vjp, jvp and linearize of torch.func, against Python.</summary>
public sealed class GradTests(PythonSession python)
{
    [Fact]
    public void test_grad()
    {
        Parity.Same(python, "grad(lambda a: a.sin().sum())(x)", Torch.Func.Grad((Tensor a) => a.Sin().Sum())(X), FuncSetup.Python);
        Parity.Same(python, "grad(lambda a, b: (a * b.exp()).sum())(x, y)", Torch.Func.Grad((Tensor a, Tensor b) => (a * b.Exp()).Sum())(X, Y), FuncSetup.Python);
        Parity.Same(python, "grad(lambda a: y.sum())(x)", Torch.Func.Grad((Tensor _) => Y.Sum())(X), FuncSetup.Python);
    }

    [Fact]
    public void test_grad_argnums()
    {
        var f = (Tensor a, Tensor b) => (a.Pow(2) * b.Exp()).Sum();
        const string F = FuncSetup.Python + "\nf = lambda a, b: (a ** 2 * b.exp()).sum()";
        Parity.Same(python, "grad(f, argnums=1)(x, y)", Torch.Func.Grad(f, argnums: 1)(X, Y), F);
        Parity.Same(python, "grad(f, argnums=-1)(x, y)", Torch.Func.Grad(f, argnums: -1)(X, Y), F);
        Parity.Same(python, "grad(f, argnums=(1, 0))(x, y)", Torch.Func.Grad(f, argnums: [1, 0])(X, Y), F);
        Parity.SameError(python, "grad(f, argnums=2)(x, y)", () => Torch.Func.Grad(f, argnums: 2)(X, Y), F);
        Parity.SameError(python, "grad(f, argnums=(0, 0))(x, y)", () => Torch.Func.Grad(f, argnums: [0, 0])(X, Y), F);
        Parity.SameError(python, "grad(f, argnums=())(x, y)", () => Torch.Func.Grad(f, argnums: [])(X, Y), F);
    }

    [Fact]
    public void test_nested_grads_and_vmap_over_grad()
    {
        Parity.Same(python, "grad(grad(lambda a: a ** 4))(torch.tensor(3.))", Torch.Func.Grad(Torch.Func.Grad((Tensor a) => a.Pow(4)))(Torch.Tensor(3f)), FuncSetup.Python);
        Parity.Same(
            python, "grad(grad(grad(torch.sin)))(torch.tensor(.3))", Torch.Func.Grad(Torch.Func.Grad(Torch.Func.Grad<Tensor>(Torch.Sin)))(Torch.Tensor(0.3f)), FuncSetup.Python);
        Parity.Same(python, "vmap(grad(lambda a: a.sin().prod()))(x)", Torch.Func.Vmap(Torch.Func.Grad((Tensor a) => a.Sin().Prod()))(X), FuncSetup.Python);
        Parity.Same(
            python, "grad(lambda a: vmap(lambda b: (b * a).sum())(y).prod())(x)", Torch.Func.Grad((Tensor a) => Torch.Func.Vmap((Tensor b) => (b * a).Sum())(Y).Prod())(X), FuncSetup.Python);
        Parity.Same(
            python, "vmap(grad(lambda w, a: (w * a).sum().tanh()), in_dims=(None, 0))(y[0], x)",
            Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Func.Grad((Tensor w, Tensor a) => (w * a).Sum().Tanh()), inDims: [null, 0])(Y[0], X), FuncSetup.Python);
    }

    [Fact]
    public void test_grad_of_records()
    {
        var gradient = Torch.Func.Grad((Layer l, Tensor a) => (l.Weight * a + l.Bias).Tanh().Sum())(new Layer(X, Y), X);
        Parity.Same(python, "grad(lambda p, a: (p[0] * a + p[1]).tanh().sum())((x, y), x)", [gradient.Weight, gradient.Bias], FuncSetup.Python);
        var perExample = Torch.Func.Vmap<Layer, Tensor, Layer>(Torch.Func.Grad((Layer l, Tensor a) => (l.Weight * a + l.Bias).Tanh().Sum()), inDims: [null, 0])(new Layer(X[0], Y[0]), X);
        Parity.Same(
            python, "vmap(grad(lambda p, a: (p[0] * a + p[1]).tanh().sum()), in_dims=(None, 0))((x[0], y[0]), x)", [perExample.Weight, perExample.Bias], FuncSetup.Python);
    }

    [Fact]
    public void test_grad_and_value_and_aux()
    {
        var (gradient, value) = Torch.Func.GradAndValue((Tensor a) => a.Sin().Sum())(X);
        Parity.Same(python, "grad_and_value(lambda a: a.sin().sum())(x)", [gradient, value], FuncSetup.Python);
        var (first, aux) = Torch.Func.Grad((Tensor a) => (a.Sin().Sum(), a.Cos()), hasAux: true)(X);
        Parity.Same(python, "grad(lambda a: (a.sin().sum(), a.cos()), has_aux=True)(x)", [first, aux], FuncSetup.Python);
        var (second, (output, rest)) = Torch.Func.GradAndValue((Tensor a) => (a.Sin().Sum(), a.Cos()), hasAux: true)(X);
        Parity.Same(python, "(lambda g, o: (g, *o))(*grad_and_value(lambda a: (a.sin().sum(), a.cos()), has_aux=True)(x))", [second, output, rest], FuncSetup.Python);
        Assert.Throws<ArgumentException>(() => Torch.Func.Grad((Tensor a) => (a.Sin().Sum(), a.Cos()), hasAux: false));
    }

    [Fact]
    public void test_grad_errors()
    {
        Same("grad(lambda a: a)(x)", () => Torch.Func.Grad((Tensor a) => a)(X));
        Same("grad(lambda a: None)(x)", () => Torch.Func.Grad((Tensor _) => null!)(X));
        Same("grad(lambda a: a.sum())(3)", () => Torch.Func.Grad((int _) => X.Sum())(3));
        Same("grad(lambda a: a.sum())(x.long())", () => Torch.Func.Grad((Tensor a) => a.Sum())(X.Long()));
        Same("grad(lambda a: (a.sum(), 5), has_aux=True)(x)", () => Torch.Func.Grad((Tensor a) => (a.Sum(), 5), hasAux: true)(X));
        Same("grad(lambda a: a.requires_grad_().sum())(x)", () => Torch.Func.Grad((Tensor a) => a.RequiresGrad_().Sum())(X));
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Same("grad(lambda a: (a.sum().backward(), a.sum())[1])(x)", () => Torch.Func.Grad((Tensor a) =>
            {
                a.Sum().Backward();
                return a.Sum();
            })(X));
        }
    }

    [Fact]
    public void test_grad_respects_the_modes_inside_only()
    {
        const string F = FuncSetup.Python + """

            def f(a):
                with torch.no_grad():
                    c = a ** 2
                return (a - c).sum()
            """;
        Func<Tensor, Tensor> f = a =>
        {
            Tensor c;
            using (Torch.NoGrad())
            {
                c = a.Pow(2);
            }

            return (a - c).Sum();
        };
        Parity.Same(python, "grad(f)(x)", Torch.Func.Grad(f)(X), F);
        using var mode = Torch.NoGrad();
        Parity.Same(python, "torch.no_grad()(grad(f))(x)", Torch.Func.Grad(f)(X), F);
    }

    [Fact]
    public void test_escaped_wrappers_act_like_their_values()
    {
        Tensor? escaped = null;
        Torch.Func.Grad((Tensor a) => (escaped = a * 2).Sum())(X);
        const string Setup = FuncSetup.Python + "\nescaped = []\ngrad(lambda a: escaped.append(a * 2) or a.sum())(x)";
        Parity.Same(python, "escaped[0] + 1", escaped! + 1, Setup);
        Parity.SameText(python, "escaped[0]", escaped!, Setup);
        Assert.Equal(double.Parse(python.Eval("escaped[0].sum().item()", Setup), System.Globalization.CultureInfo.InvariantCulture), escaped!.Sum().Item<double>());
    }

    [Fact]
    public void test_vjp()
    {
        var (output, vjp) = Torch.Func.Vjp((Tensor a) => a.Sin(), X);
        Parity.Same(python, "(lambda o, f: (o, f(y)[0]))(*vjp(torch.sin, x))", [output, vjp(Y)], FuncSetup.Python);
        var (_, both) = Torch.Func.Vjp((Tensor a, Tensor b) => a * b, X, Y);
        var (first, second) = both(X);
        Parity.Same(python, "vjp(lambda a, b: a * b, x, y)[1](x)", [first, second], FuncSetup.Python);
        var (outputs, many) = Torch.Func.Vjp((Tensor a) => (a.Sin(), a.Sum()), X);
        Parity.Same(python, "vjp(lambda a: (a.sin(), a.sum()), x)[1]((y, torch.tensor(2., dtype=torch.float64)))[0]", many((Y, Torch.Tensor(2.0))), FuncSetup.Python);
        Assert.Equal(0, outputs.Item2.NDim);
        var (_, withAux, aux) = Torch.Func.Vjp((Tensor a) => (a.Sin(), a.Cos()), X, hasAux: true);
        Parity.Same(python, "(lambda o, f, aux: (f(y)[0], aux))(*vjp(lambda a: (a.sin(), a.cos()), x, has_aux=True))", [withAux(Y), aux], FuncSetup.Python);
    }

    [Fact]
    public void test_vjp_errors()
    {
        Same("vjp(lambda a: a.long(), x)", () => Torch.Func.Vjp((Tensor a) => a.Long(), X));
        Same("vjp(lambda a: None, x)", () => Torch.Func.Vjp((Tensor _) => (Tensor)null!, X));
        Same("vjp(lambda a: [a, a], x)[1]([x])", () => Torch.Func.Vjp((Tensor a) => new[] { a, a }, X).VjpFunc([X]));
        Same("vjp(lambda a: a, x)[1](torch.ones(5))", () => Torch.Func.Vjp((Tensor a) => a, X).VjpFunc(Torch.Ones(5)));
    }

    [Fact]
    public void test_jvp()
    {
        var (output, product) = Torch.Func.Jvp((Tensor a) => a.Sin() * a.Sum(), X, Y);
        Parity.Same(python, "jvp(lambda a: a.sin() * a.sum(), (x,), (y,))", [output, product], FuncSetup.Python);
        var (value, tangent) = Torch.Func.Jvp((Tensor a, Tensor b) => a * b, (X, Y), (Y, X));
        Parity.Same(python, "jvp(lambda a, b: a * b, (x, y), (y, x))", [value, tangent], FuncSetup.Python);
        var nested = Torch.Func.Jvp((Tensor a) => Torch.Func.Jvp((Tensor b) => b.Pow(3), a, Torch.OnesLike(a)).JvpOut, X, Y);
        Parity.Same(python, "jvp(lambda a: jvp(lambda b: b ** 3, (a,), (torch.ones_like(a),))[1], (x,), (y,))", [nested.Output, nested.JvpOut], FuncSetup.Python);
        Parity.Same(
            python, "grad(lambda a: jvp(torch.sin, (a,), (y,))[1].sum())(x)", Torch.Func.Grad((Tensor a) => Torch.Func.Jvp<Tensor, Tensor>(Torch.Sin, a, Y).JvpOut.Sum())(X), FuncSetup.Python);
    }

    [Fact]
    public void test_jvp_errors()
    {
        Same("jvp(lambda a: a, (x,), (torch.ones(3, dtype=torch.float64),))", () => Torch.Func.Jvp((Tensor a) => a, X, Torch.Ones(3, dtype: DType.Float64)));
        Same("jvp(lambda a: torch.ones(2), (x,), (x,), strict=True)", () => Torch.Func.Jvp((Tensor _) => Torch.Ones(2), X, X, strict: true));
        Same("jvp(lambda a: None, (x,), (x,))", () => Torch.Func.Jvp((Tensor _) => (Tensor)null!, X, X));
        Same("jvp(lambda a: a[0], ([x, x],), ([x],))", () => Torch.Func.Jvp((Tensor[] a) => a[0], [X, X], [X]));
        Same("jvp(lambda a: a, (5,), (x,))", () => Torch.Func.Jvp((object a) => (Tensor)a, 5, X));
        Assert.False(TransformCalls.AreActive);
    }

    [Fact]
    public void test_linearize()
    {
        var (output, product) = Torch.Func.Linearize((Tensor a) => a.Sin() * 3, X);
        Parity.Same(python, "torch.sin(x) * 3", output, FuncSetup.Python);
        Parity.Same(python, "jvp(lambda a: a.sin() * 3, (x,), (y,))[1]", product(Y), FuncSetup.Python);
        Assert.Contains("doesn't match the shape torch.Size([2, 3]) of the corresponding primal.", Assert.Throws<TorchException>(() => product(Torch.Ones(5))).Message, StringComparison.Ordinal);
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Same("linearize(lambda a: a.sin() * 3, x)[1](torch.ones(5))", () => product(Torch.Ones(5)));
            Same("linearize(lambda a: a.sin() * 3, x)[1](y.float())", () => product(Y.Float()));
        }
    }

    [Fact]
    public void test_a_function_that_throws_leaves_no_level_behind()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Func.Grad(Torch.Func.Grad((Tensor _) => Throw(thrown)))(X)));
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Func.Jvp((Tensor _) => Throw(thrown), X, X)));
        Assert.False(TransformCalls.AreActive);
        Assert.True(Torch.IsGradEnabled());
        test_nested_grads_and_vmap_over_grad();
        test_jvp();
    }

    private static Tensor Throw(Exception error) => throw error;

    private void Same(string expression, Action action) => Parity.SameError(python, expression, action, FuncSetup.Python);
}
