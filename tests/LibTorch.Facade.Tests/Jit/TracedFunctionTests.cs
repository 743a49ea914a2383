#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.Jit;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Jit;

/// <summary>Traced functions: their results, and what is refused, in Python's words.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TracedFunctionTests(PythonSession python) : IDisposable
{
    private const string Setup = """
        torch.manual_seed(0)
        x, y, c, a, b = torch.rand(2, 3), torch.rand(2, 3), torch.rand(3), torch.rand(4, 3), torch.rand(4, 3)
        w = torch.ones(3, requires_grad=True)
        def traced(f, *examples, **options): return torch.jit.trace(f, examples, check_trace=False, **options)

        """;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Indexed = new()
    {
        ["x[:2]"] = x => x[..2],
        ["x[:, :3]"] = x => x[.., ..3],
        ["x[..., 1:3]"] = x => x[TensorIndex.Ellipsis, 1..3],
        ["x[-1]"] = x => x[-1],
        ["x[None, 1, :2]"] = x => x[TensorIndex.NewAxis, 1, ..2],
    };

    private static readonly Dictionary<string, Action<Drawn>> Refused = new()
    {
        ["traced(lambda x: x * w, x)"] = drawn => Torch.Jit.Trace(x => x * drawn.W, drawn.X),
        ["traced(lambda x: {'a': x + 1}, x)"] = drawn => Torch.Jit.Trace(x => new Dictionary<string, Tensor> { ["a"] = x + 1 }, drawn.X),
        ["traced(lambda x: 2, x)"] = drawn => Torch.Jit.Trace(_ => 2, drawn.X),
        ["traced(lambda x: (x + 1, 2), x)"] = drawn => Torch.Jit.Trace(x => (x + 1, 2), drawn.X),
        ["traced(lambda x: 'text', x)"] = drawn => Torch.Jit.Trace(_ => "text", drawn.X),
        ["traced(lambda x: None, x)"] = drawn => Torch.Jit.Trace<object?>(_ => null, drawn.X),
        ["traced(lambda x: x @ x, x)"] = drawn => Torch.Jit.Trace(x => x.Matmul(x), drawn.X),
        ["traced(lambda x: traced(lambda y: y * 2, x)(x), x)"] = drawn => Torch.Jit.Trace(x => Torch.Jit.Trace(y => y * 2, x).Call(x), drawn.X),
    };

    private readonly SavedScripts _scripts = new();
    private readonly Drawn _drawn = Drawn.New();

    public static TheoryData<string> IndexedNames => [.. Indexed.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void Results_are_tensors_and_tuples_in_any_nesting()
    {
        var (x, y, c, a, b, _) = _drawn;
        Same("traced(lambda x: x.sin() * 2 + c, x)(a)", Torch.Jit.Trace(x => (x.Sin() * 2) + c, x).Invoke("forward", a));
        Same("traced(lambda x: x, x)(a)", Torch.Jit.Trace(x => x, x).Invoke("forward", a));
        Same("traced(lambda x: (x + 1,), x)(a)", Torch.Jit.Trace(x => ValueTuple.Create(x + 1), x).Invoke("forward", a));
        Same("traced(lambda x, y: (x + y, (x * y, (y, x - y))), x, y)(a, b)", Torch.Jit.Trace((x, y) => (x + y, (x * y, (y, x - y))), (x, y)).Invoke("forward", a, b));
        Same("traced(lambda x, y: x * 3 - y, x, x)(a, b)", Torch.Jit.Trace((x, y) => (x * 3) - y, (x, x)).Invoke("forward", a, b));
        var (sum, product) = Torch.Jit.Trace((x, y) => (x + y, x * y), (x, y)).Invoke<Tensor, Tensor>("forward", a, b);
        Same("(a + b, a * b)", new object?[] { sum, product });
    }

    [Fact]
    public void Lists_and_dictionaries_are_results_where_they_may_be_fixed()
    {
        var (x, _, _, a, _, _) = _drawn;
        ScriptModule? list = null;
        var heard = TracerWarnings.While(() => list = Torch.Jit.Trace(x => new[] { x + 1, x }, x, checkTrace: false));
        Assert.Equal(python.Eval("warned(lambda: traced(lambda x: [x + 1, x], x))", Setup + TracerWarnings.Python), Assert.Single(heard));
        Same("traced(lambda x: [x + 1, x], x)(a)", list!.Invoke("forward", a));
        Assert.Empty(TracerWarnings.While(() => Torch.Jit.Trace(x => new[] { x + 1, x }, x, strict: false)));
        var dictionary = Torch.Jit.Trace(x => new Dictionary<string, Tensor> { ["one"] = x + 1, ["two"] = x * 2 }, x, strict: false);
        Same("list(traced(lambda x: {'one': x + 1, 'two': x * 2}, x, strict=False)(a).values())", ((StateDictionary)dictionary.Invoke("forward", a)!).Values);
    }

    [Fact]
    public void Other_tensors_are_constants()
    {
        var (x, _, c, a, _, _) = _drawn;
        var model = Torch.Jit.Trace(x => (x * c) + Torch.Tensor([1f, 2f, 3f]) + Torch.Tensor(0.5f), x);
        Assert.Empty(model.StateDict());
        Torch.Jit.Save(model, _scripts["traced.pt"]);
        Same("a * c + torch.tensor([1., 2., 3.]) + torch.tensor(0.5)", model.Invoke("forward", a));
        Same($"torch.jit.load({_scripts.Quoted("traced.pt")})(a)", model.Invoke("forward", a));

        // The memory of such a tensor is shared.
        c.Zero_();
        Same("(m := traced(lambda x: x * c + torch.tensor([1., 2., 3.]) + torch.tensor(0.5), x), c.zero_(), m(a))[2]", model.Invoke("forward", a));
    }

    // The example's last dimensions are as long as some of the slices, and the other input's are longer.
    [Theory]
    [MemberData(nameof(IndexedNames))]
    public void Brackets_are_recorded_as_in_Python(string index)
    {
        var model = Torch.Jit.Trace(Indexed[index], Torch.Ones(2, 3));
        Same($"traced(lambda x: {index}, torch.ones(2, 3))(torch.arange(20.).reshape(4, 5))", model.Invoke("forward", Torch.Arange(20f).Reshape(4, 5)));
    }

    [Fact]
    public void Writing_into_a_part_is_recorded()
    {
        var (x, _, c, a, _, _) = _drawn;
        var model = Torch.Jit.Trace(
            x =>
            {
                var copy = x.Clone();
                copy[.., 1] = 7;
                copy[0] = c;
                return copy.Add_(1);
            },
            x);
        Same("traced(f, x)(a)", model.Invoke("forward", a), """
            def f(x):
                copy = x.clone()
                copy[:, 1] = 7
                copy[0] = c
                return copy.add_(1)
            """);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void What_cannot_be_recorded_is_refused_in_Pythons_words(string call)
    {
        Parity.SameError(python, call, () => Refused[call](_drawn), Setup);
        Works();
    }

    // Of the type's two names Python shows the new one in most messages, and C# in all.
    [Fact]
    public void A_result_that_is_no_result_of_an_operator_is_refused()
    {
        var error = Assert.Throws<TorchException>(() => Torch.Jit.Trace(_ => _drawn.C, _drawn.X));
        Assert.Equal(python.Eval("refusal().replace('CPUFloatType', 'torch.FloatTensor')", Setup + """
            def refusal():
                try: traced(lambda x: c, x)
                except RuntimeError as error: return str(error)
            """), error.Message);
        Works();
    }

    [Fact]
    public void What_the_function_throws_comes_out_as_it_is()
    {
        InvalidOperationException thrown = new("not today");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => Torch.Jit.Trace<Tensor>(_ => throw thrown, _drawn.X)));
        Works();
        Assert.Throws<ArgumentException>(() => Torch.Jit.Trace(x => (x, new Version(1, 2)), _drawn.X));
        Works();
    }

    // Python ends here: libtorch goes on with a recording that is no more.
    [Fact]
    public void A_failure_that_the_function_hides_ends_the_recording()
    {
        var error = Assert.Throws<TorchException>(() => Torch.Jit.Trace(
            x =>
            {
                Assert.Throws<TorchException>(() => x.Matmul(x));
                return x + 1;
            },
            _drawn.X));
        Assert.Contains("an operator failed", error.Message, StringComparison.Ordinal);
        Works();
    }

    [Fact]
    public void A_trace_that_is_refused_inside_another_leaves_that_alone()
    {
        var model = Torch.Jit.Trace(
            x =>
            {
                Assert.Throws<TorchException>(() => Torch.Jit.Trace(y => y, x));
                return x + 1;
            },
            _drawn.X,
            checkTrace: false);
        Same("a + 1", model.Invoke("forward", _drawn.A));
    }

    [Fact]
    public void Modules_that_cannot_be_traced_are_refused()
    {
        Sequential loop = [];
        loop.Append(loop);
        Assert.Throws<InvalidOperationException>(() => Torch.Jit.Trace(loop, _drawn.X));
        var model = Torch.Jit.Trace(new ReLU(), _drawn.X);
        Assert.Throws<ArgumentException>(() => Torch.Jit.Trace(model, _drawn.X));
        Works();
    }

    [Fact]
    public void Missing_and_disposed_arguments_are_refused()
    {
        var x = _drawn.X;
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((Func<Tensor, Tensor>)null!, x));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((Func<Tensor, Tensor, Tensor>)null!, (x, x)));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((Module<Tensor, Tensor>)null!, x));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((Module<Tensor, Tensor, Tensor>)null!, (x, x)));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((Module<Tensor, Tensor, Tensor, Tensor>)null!, (x, x, x)));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace(null!, (Tensor given) => given, x));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace(new ReLU(), (Func<Tensor, Tensor>)null!, x));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace(new ReLU(), (Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Trace((one, _) => one, (x, null!)));
        var gone = Torch.Ones(2);
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Torch.Jit.Trace(given => given, gone));
        Works();
    }

    private void Same(string expression, object? actual, string more = "") => Assert.Equal(python.Eval($"bits({expression})", Setup + more), TracedNetworks.Bits(actual));

    private void Works() => Same("traced(lambda x: x * 2 + 1, x)(a)", Torch.Jit.Trace(x => (x * 2) + 1, _drawn.X).Invoke("forward", _drawn.A));

    private sealed record Drawn(Tensor X, Tensor Y, Tensor C, Tensor A, Tensor B, Tensor W)
    {
        public static Drawn New()
        {
            Torch.ManualSeed(0);
            return new(Torch.Rand(2, 3), Torch.Rand(2, 3), Torch.Rand(3), Torch.Rand(4, 3), Torch.Rand(4, 3), Torch.Ones([3], requiresGrad: true));
        }
    }
}
