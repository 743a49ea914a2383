using LibTorch.Interop;
using static LibTorch.Tests.Func.FuncSetup;

namespace LibTorch.Tests.Func;

/// <summary>vmap, against Python.</summary>
[Collection(ProcessWideState.Name)]
public sealed class VmapTests(PythonSession python)
{
    [Fact]
    public void test_func_of_one_and_of_several_tensors()
    {
        Parity.Same(python, "vmap(lambda a: a.exp() * a.sum())(x)", Torch.Func.Vmap((Tensor a) => a.Exp() * a.Sum())(X), FuncSetup.Python);
        Parity.Same(python, "vmap(torch.dot)(x, y)", Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Dot)(X, Y), FuncSetup.Python);
        Parity.Same(python, "vmap(lambda a, b, c: a * b + c)(x, y, x)", Torch.Func.Vmap((Tensor a, Tensor b, Tensor c) => a * b + c)(X, Y, X), FuncSetup.Python);
    }

    [Fact]
    public void test_in_dims()
    {
        Parity.Same(python, "vmap(torch.dot, in_dims=1)(x, y)", Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Dot, inDims: 1)(X, Y), FuncSetup.Python);
        Parity.Same(python, "vmap(torch.dot, in_dims=(0, None))(x, y[0])", Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Dot, inDims: [0, null])(X, Y[0]), FuncSetup.Python);
        Parity.Same(python, "vmap(torch.dot, in_dims=(-1, 0))(x, y.T)", Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Dot, inDims: [-1, 0])(X, Y.T), FuncSetup.Python);
    }

    [Fact]
    public void test_out_dims()
    {
        Parity.Same(python, "vmap(lambda a: a * 2, out_dims=1)(x)", Torch.Func.Vmap((Tensor a) => a * 2, outDims: 1)(X), FuncSetup.Python);
        Parity.Same(python, "vmap(lambda a: a * 2, out_dims=-1)(x)", Torch.Func.Vmap((Tensor a) => a * 2, outDims: -1)(X), FuncSetup.Python);
        var (first, second) = Torch.Func.Vmap((Tensor a) => (a.Sin(), a.Outer(a)), outDims: [1, 2])(X);
        Parity.Same(python, "vmap(lambda a: (a.sin(), a.outer(a)), out_dims=(1, 2))(x)", [first, second], FuncSetup.Python);
    }

    [Fact]
    public void test_a_result_that_the_batch_never_touched_is_repeated()
    {
        Parity.Same(python, "vmap(lambda a: y)(x)", Torch.Func.Vmap((Tensor _) => Y)(X), FuncSetup.Python);

        // Python expands without moving anything for these, which fails, or reads beside the sizes.
        Parity.Same(python, "y.unsqueeze(2).expand(2, 3, 2)", Torch.Func.Vmap((Tensor _) => Y, outDims: 2)(X), FuncSetup.Python);
        Parity.Same(python, "y.unsqueeze(2).expand(2, 3, 2)", Torch.Func.Vmap((Tensor _) => Y, outDims: -1)(X), FuncSetup.Python);
    }

    [Fact]
    public void test_nested()
    {
        var nested = Torch.Func.Vmap<Tensor, Tensor, Tensor>(Torch.Func.Vmap((Tensor a, Tensor b) => a * b, inDims: [null, 0]), inDims: [0, null]);
        Parity.Same(python, "vmap(vmap(lambda a, b: a * b, in_dims=(None, 0)), in_dims=(0, None))(x, y)", nested(X, Y), FuncSetup.Python);
        Parity.Same(
            python, "vmap(lambda a: vmap(lambda b: a)(y))(x)", Torch.Func.Vmap((Tensor a) => Torch.Func.Vmap((Tensor _) => a)(Y))(X), FuncSetup.Python);
    }

    [Fact]
    public void test_chunk_size()
    {
        using var big = Torch.Arange(7.0).Reshape(7, 1);
        foreach (var size in new[] { 1, 2, 3, 7, 100 })
        {
            Parity.Same(python, "vmap(lambda a: (a * 3).sin())(torch.arange(7.).reshape(7, 1))", Torch.Func.Vmap((Tensor a) => (a * 3).Sin(), chunkSize: size)(big), FuncSetup.Python);
        }

        Assert.Equal("vmap: chunk_size should be None or greater than 0. (got 0)", Assert.Throws<TorchValueException>(() => Torch.Func.Vmap((Tensor a) => a, chunkSize: 0)).Message);
    }

    [Fact]
    public void test_randomness()
    {
        Parity.SameError(python, "vmap(lambda a: a + torch.randn(3))(x)", () => Torch.Func.Vmap((Tensor a) => a + Torch.Randn(3))(X), FuncSetup.Python);
        foreach (var (mode, name) in new[] { (Randomness.Same, "same"), (Randomness.Different, "different") })
        {
            Torch.ManualSeed(7);
            var actual = Torch.Func.Vmap((Tensor a) => a + Torch.Randn(3) + a.RandnLike(), randomness: mode)(X);
            Parity.Same(python, $"vmap(lambda a: a + torch.randn(3) + torch.randn_like(a), randomness='{name}')(x)", actual, FuncSetup.Python + "\ntorch.manual_seed(7)");
        }

        Torch.ManualSeed(7);
        var chunks = Torch.Func.Vmap((Tensor a) => Torch.Randn(2), randomness: Randomness.Same, chunkSize: 1)(X);
        Assert.Equal(chunks[0].ToArray<float>(), chunks[1].ToArray<float>());
    }

    [Fact]
    public void test_structures_of_tensors()
    {
        var layer = new Layer(X, Y);
        Parity.Same(
            python, "vmap(lambda w, b: w * b)(x, y)", Torch.Func.Vmap((Layer l) => l.Weight * l.Bias)(layer), FuncSetup.Python);
        var both = Torch.Func.Vmap((Layer l) => new Layer(l.Weight.Sin(), l.Bias.Cos()), inDims: [[0, 1]], outDims: [1, 0])(layer with { Bias = Y.T });
        Parity.Same(python, "vmap(lambda w, b: (w.sin(), b.cos()), in_dims=(0, 1), out_dims=(1, 0))(x, y.T)", [both.Weight, both.Bias], FuncSetup.Python);
        var list = Torch.Func.Vmap((Tensor[] t) => new List<Tensor> { t[0] + t[1], t[1] })([X, Y]);
        Parity.Same(python, "vmap(lambda t: [t[0] + t[1], t[1]])([x, y])", list, FuncSetup.Python);
        var dictionary = Torch.Func.Vmap((Dictionary<string, Tensor> d) => new Dictionary<string, Tensor> { ["c"] = d["a"] * d["b"] })(new() { ["a"] = X, ["b"] = Y });
        Parity.Same(python, "vmap(lambda d: {'c': d['a'] * d['b']})({'a': x, 'b': y})['c']", dictionary["c"], FuncSetup.Python);
        var tuple = Torch.Func.Vmap(((Tensor A, (Tensor B, Tensor C) Both) t) => (t.A, (t.Both.B + t.A, t.Both.C)))((X, (Y, X)));
        Parity.Same(python, "vmap(lambda t: (t[1][0] + t[0]))((x, (y, x)))", tuple.Item2.Item1, FuncSetup.Python);
    }

    [Fact]
    public void test_errors_have_Pythons_words()
    {
        Same("vmap(lambda a, b: a, in_dims=(0,))(x, x)", () => Torch.Func.Vmap((Tensor a, Tensor _) => a, inDims: [0])(X, X));
        Same("vmap(lambda a: a, in_dims=(0, 1))(x)", () => Torch.Func.Vmap((Tensor a) => a, inDims: [0, 1])(X));
        Same("vmap(lambda a: a, in_dims=None)(x)", () => Torch.Func.Vmap((Tensor a) => a, inDims: Dims.None)(X));
        Same("vmap(lambda a: a, in_dims=3)(x)", () => Torch.Func.Vmap((Tensor a) => a, inDims: 3)(X));
        Same("vmap(lambda a: a, in_dims=-3)(x)", () => Torch.Func.Vmap((Tensor a) => a, inDims: -3)(X));
        Same("vmap(lambda a: a)(torch.tensor(1.))", () => Torch.Func.Vmap((Tensor a) => a)(Torch.Tensor(1f)));
        Same("vmap(lambda a, b: a)(x, 3)", () => Torch.Func.Vmap((Tensor a, int _) => a)(X, 3));
        Same("vmap(lambda a, b: a, in_dims=(None, None))(x, x)", () => Torch.Func.Vmap((Tensor a, Tensor _) => a, inDims: [null, null])(X, X));
        Same("vmap(lambda a, b: a)(x, x.T)", () => Torch.Func.Vmap((Tensor a, Tensor _) => a)(X, X.T));
        Same("vmap(lambda a: 5)(x)", () => Torch.Func.Vmap((Tensor _) => 5)(X));
        Same("vmap(lambda a: None)(x)", () => Torch.Func.Vmap((Tensor _) => (Tensor?)null)(X));
        Same("vmap(lambda a: (a, a), out_dims=(0, 1, 2))(x)", () => Torch.Func.Vmap((Tensor a) => (a, a), outDims: [0, 1, 2])(X));
        Same("vmap(lambda a: a, out_dims=(0, 0))(x)", () => Torch.Func.Vmap((Tensor a) => a, outDims: [0, 0])(X));
        Same("vmap(lambda a: a, out_dims=None)(x)", () => Torch.Func.Vmap((Tensor a) => a, outDims: Dims.None)(X));
        Same("vmap(lambda a: a, out_dims=5)(x)", () => Torch.Func.Vmap((Tensor a) => a, outDims: 5)(X));
    }

    [Fact]
    public void test_data_dependent_operations()
    {
        Same("vmap(lambda a: a * a.sum().item())(x)", () => Torch.Func.Vmap((Tensor a) => a * a.Sum().Item())(X));
        Same("vmap(lambda a: a if a.sum() > 0 else -a)(x)", () => Torch.Func.Vmap((Tensor a) => (bool)(a.Sum() > 0) ? a : -a)(X));
    }

    [Fact]
    public void test_inplace_rules()
    {
        Parity.Same(python, "vmap(lambda a: a.clone().add_(1).mul_(a))(x)", Torch.Func.Vmap((Tensor a) => a.Clone().Add_(1).Mul_(a))(X), FuncSetup.Python);
        Same("vmap(lambda a: torch.zeros(3, dtype=torch.float64).add_(a))(x)", () => Torch.Func.Vmap((Tensor a) => Torch.Zeros(3, dtype: DType.Float64).Add_(a))(X));
        Same("vmap(lambda a: a.sum().requires_grad_())(x)", () => Torch.Func.Vmap((Tensor a) => a.Sum().RequiresGrad_())(X));
        using var x = X;
        Torch.Func.Vmap((Tensor a) => a.Mul_(2))(x);
        Parity.Same(python, "x * 2", x, FuncSetup.Python);
    }

    [Fact]
    public void test_escaped_tensors_are_errors()
    {
        Tensor? escaped = null;
        Torch.Func.Vmap((Tensor a) => escaped = a * 2)(X);
        const string Setup = FuncSetup.Python + "\nescaped = []\nvmap(lambda a: escaped.append(a * 2) or a)(x)";
        Parity.SameError(python, "escaped[0] + 1", () => _ = escaped! + 1, Setup);
        Parity.SameText(python, "escaped[0]", escaped!, Setup);
    }

    [Fact]
    public void test_printing_inside()
    {
        var text = "";
        Torch.Func.Vmap((Tensor a) =>
        {
            text = a.ToString();
            return a;
        })(X);
        Assert.Equal(python.Eval("text[0]", FuncSetup.Python + "\ntext = []\nvmap(lambda a: text.append(repr(a)) or a)(x)"), text);
    }

    [Fact]
    public void test_a_body_that_throws_leaves_no_level_behind()
    {
        var thrown = new InvalidOperationException("mine");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Func.Vmap((Tensor a) => Torch.Func.Vmap((Tensor _) => Throw(thrown))(a))(X)));
        Assert.False(TransformCalls.AreActive);
        test_nested();
    }

    [Fact]
    public void test_threads_have_levels_of_their_own() => Parallel.For(0, 16, i =>
    {
        using var numbers = Torch.Arange(12.0, dtype: DType.Float64).Reshape(4, 3) + i;
        var expected = (numbers * 2).Sum(1).ToArray<double>();
        Assert.Equal(expected, Torch.Func.Vmap((Tensor a) => (a * 2).Sum())(numbers).ToArray<double>());
    });

    private static Tensor Throw(Exception error) => throw error;

    private void Same(string expression, Action action) => Parity.SameError(python, expression, action, FuncSetup.Python);
}
