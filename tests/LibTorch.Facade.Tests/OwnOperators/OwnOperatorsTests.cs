using System.Reflection;

namespace LibTorch.Tests.OwnOperators;

/// <summary>Typed methods of a library's own operators do what Python does with the same library.</summary>
public sealed class OwnOperatorsTests(PythonSession python)
{
    private readonly string _setup = MyTest.Load() + "x = torch.tensor([1., -2., 3.]); y = x.clone().requires_grad_()";

    private static Tensor X => Torch.Tensor([1f, -2f, 3f]);

    [Fact]
    public void An_operator_with_a_gradient_of_its_own()
    {
        var y = Torch.Tensor([1f, -2f, 3f], requiresGrad: true);
        var cubes = y.Cube();
        Parity.Same(python, "my.cube(y).detach()", cubes, _setup);
        Parity.SameText(python, "my.cube(y)", cubes, _setup);
        cubes.Sum().Backward();
        Parity.Same(python, "(my.cube(y).sum().backward(), y.grad)[1]", y.Grad!, _setup);
    }

    [Fact]
    public void Several_results_have_the_schemas_names()
    {
        var (lowest, highest) = MyTest.Bounds(X);
        Parity.Same(python, "my.bounds(x)", [lowest, highest], _setup);
        Parity.Same(python, "my.bounds(x)", [X.Bounds().Lowest, X.Bounds().Highest], _setup);
    }

    [Fact]
    public void In_place_and_out_give_the_very_same_tensor()
    {
        var x = X;
        Assert.Same(x, x.Increase_());
        Assert.Same(x, x.Increase_(0.5));
        Parity.Same(python, "my.increase_(my.increase_(x), 0.5)", x, _setup);

        using var room = Torch.Empty(3);
        Assert.Same(room, MyTest.CopyOut(room, x));
        Assert.Equal(x.ToArray<float>(), room.ToArray<float>());
    }

    [Fact]
    public void Lists_numbers_texts_and_what_may_be_missing()
    {
        Parity.Same(python, "my.filled([2, 3], 7)", MyTest.Filled([2, 3], 7), _setup);
        Parity.Same(python, "my.filled([2], 1.5, dtype=torch.float64)", MyTest.Filled([2], 1.5, DType.Float64), _setup);
        Parity.Same(python, "my.add_bias(x)", X.AddBias(), _setup);
        Parity.Same(python, "my.add_bias(x, x)", X.AddBias(X), _setup);
        Parity.Same(python, "my.reduce(x)", X.Reduce(), _setup);
        Parity.Same(python, "my.reduce(x, 'sum')", X.Reduce("sum"), _setup);
        Parity.Same(python, "my.total([x, x, x])", MyTest.Total([X, X, X]), _setup);
        Assert.Null(X.Perhaps(false));
        Parity.Same(python, "my.perhaps(x, True)", X.Perhaps(true)!, _setup);
        using var generator = new LibTorch.Generator().ManualSeed(5);
        Parity.Same(python, "my.noise(3, generator=torch.Generator().manual_seed(5))", MyTest.Noise(3, generator), _setup);
    }

    [Fact]
    public void Results_that_are_no_tensors()
    {
        var (dimensions, sum, recorded, type, sizes, words) = X.Describe();
        Assert.Equal(python.Eval("my.describe(x)", _setup), $"({dimensions}, {sum:F1}, {recorded}, '{type}', [{string.Join(", ", sizes)}], ['{string.Join("', '", words)}'])");
    }

    [Fact]
    public void Dictionaries_and_classes_of_its_own_pass_through()
    {
        using var names = X.Named();
        Assert.Equal("Dict(str, Tensor)", names.TypeName);
        Parity.Same(python, "my.get(my.named(x), 'x')", MyTest.Get(names, "x"), _setup);
        Parity.SameError(python, "my.get(my.named(x), 'y')", () => MyTest.Get(names, "y"), _setup);

        using var counter = MyTest.Counter();
        Assert.Equal("__torch__.torch.classes.mytest.Counter", counter.TypeName);
        Assert.Equal(1, MyTest.Count(counter));
        Assert.Equal(42, MyTest.Count(counter, 41));
        Assert.Throws<ArgumentException>(() => MyTest.Count(names));
    }

    [Fact]
    public void Messages_are_Pythons()
    {
        Parity.SameError(python, "my.reduce(x, 'median')", () => X.Reduce("median"), _setup);
        Parity.SameError(python, "my.total([])", () => MyTest.Total([]), _setup);
        Assert.Throws<ArgumentNullException>(() => MyTest.Cube(null!));
        Assert.Throws<ArgumentException>(() => X.Reduce(null!));
        var gone = X;
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gone.Cube());
    }

    [Fact]
    public void From_many_threads_at_once() =>
        Parallel.For(0, 2_000, i => Assert.Equal(3.0 * i, (double)MyTest.Total([Torch.Tensor((double)i), Torch.Tensor(2.0 * i)])));

    [Fact]
    public void Tools_find_the_methods_by_their_schemas()
    {
        var marked = typeof(MyTest).GetMethods().SelectMany(method => method.GetCustomAttributes<OperatorAttribute>()).Select(mark => mark.Schema).Order(StringComparer.Ordinal);
        Assert.Equal(OperatorRegistry.Schemas().Where(schema => schema.StartsWith("mytest::", StringComparison.Ordinal)).Order(StringComparer.Ordinal), marked);
    }

    [Fact]
    public void Packed_weights_go_from_operator_to_operator()
    {
        Assert.SkipUnless(python.Eval("'qnnpack' in torch.backends.quantized.supported_engines") == "True", "this libtorch was built without QNNPACK");
        var setup = _setup + """

            my.use_qnnpack()
            torch.manual_seed(3)
            w, u, b, x = torch.randn(8, 3), torch.randn(8, 2), torch.randn(8), torch.randn(4, 1, 3)
            pack = lambda t: torch.ops.quantized.linear_prepack(torch.quantize_per_tensor(t, 0.1, 0, torch.qint8), b)
            cell = torch.ops.quantized.make_quantized_cell_params_dynamic(pack(w), pack(u), b, b, False)
            h = torch.zeros(1, 1, 2)
            """;
        MyTest.UseQnnpack();
        using var ofSeed = new LibTorch.Generator().ManualSeed(3);
        Tensor w = Torch.Randn([8, 3], ofSeed), u = Torch.Randn([8, 2], ofSeed), b = Torch.Randn([8], ofSeed), x = Torch.Randn([4, 1, 3], ofSeed), h = Torch.Zeros(1, 1, 2);
        ScriptObject Pack(Tensor weights) => (ScriptObject)Torch.Ops["quantized::linear_prepack"].Invoke(Torch.QuantizePerTensor(weights, 0.1, 0, DType.QInt8), b)[0]!;
        using var cell = (ScriptObject)Torch.Ops["quantized::make_quantized_cell_params_dynamic"].Invoke(Pack(w), Pack(u), b, b, false)[0]!;
        Assert.Equal("__torch__.torch.classes.rnn.CellParamsBase", cell.TypeName);

        var (output, hidden, state) = Torch.QuantizedLstm(x, [h, h], [cell], true, 1, 0, false, false, false, DType.QInt8, true);
        Parity.Same(python, "torch.quantized_lstm(x, [h, h], [cell], True, 1, 0., False, False, False, dtype=torch.qint8, use_dynamic=True)", [output, hidden, state], setup);
        Assert.Throws<ArgumentException>(() => Torch.QuantizedLstm(x, [h, h], [Pack(w)], true, 1, 0, false, false, false));
    }
}
