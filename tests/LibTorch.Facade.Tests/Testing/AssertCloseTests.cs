using System.Numerics;
using LibTorch.NN;

namespace LibTorch.Tests.Testing;

/// <summary>Comparisons of unlike things, beside Python's.</summary>
public sealed class AssertCloseTests(PythonSession python)
{
    private const string Ask = """
        import math
        from collections import OrderedDict
        nan, inf = math.nan, math.inf
        t = torch.tensor
        close = torch.testing.assert_close
        def answer(ask):
            try:
                ask()
                return "close"
            except Exception as error:
                return f"{type(error).__name__}: {error}"
        """;

    private static readonly Dictionary<string, Action> Rows = new(StringComparer.Ordinal)
    {
        // Tensors of numbers.
        ["close(t([1., 2.]), t([1., 2.]))"] = () => Close(T(1f, 2f), T(1f, 2f)),
        ["close(t([1., 2., 3.]), t([1., 4., 5.]))"] = () => Close(T(1f, 2f, 3f), T(1f, 4f, 5f)),
        ["close(t([1., 2.]), t([1.000001, 2.000003]))"] = () => Close(T(1f, 2f), T(1.000001f, 2.000003f)),
        ["close(t([1., 2.]), t([1.1, 2.]), rtol=0.2, atol=0.)"] = () => Close(T(1f, 2f), T(1.1f, 2f), rtol: 0.2, atol: 0),
        ["close(t([1., 2.]), t([1.1, 2.]), rtol=0., atol=0.)"] = () => Close(T(1f, 2f), T(1.1f, 2f), rtol: 0, atol: 0),
        ["close(t([1., 2.]), t([1.1, 2.]), rtol=0.01, atol=0.)"] = () => Close(T(1f, 2f), T(1.1f, 2f), rtol: 0.01, atol: 0),
        ["close(t([[1, 2], [3, 4]]), t([[1, 2], [4, 9]]))"] = () => Close(T(1L, 2, 3, 4).View(2, 2), T(1L, 2, 4, 9).View(2, 2)),
        ["close(t([0, 2]), t([1, 0]))"] = () => Close(T(0L, 2), T(1L, 0)),
        ["close(t([250, 2], dtype=torch.uint8), t([1, 2], dtype=torch.uint8))"] = () => Close(Torch.Tensor<byte>([250, 2]), Torch.Tensor<byte>([1, 2])),
        ["close(t([True, False]), t([True, True]))"] = () => Close(Torch.Tensor([true, false]), Torch.Tensor([true, true])),
        ["close(t([1., 2.], dtype=torch.float64), t([1.1, 2.], dtype=torch.float64))"] = () => Close(T(1.0, 2.0), T(1.1, 2.0)),
        ["close(t([1., 2.], dtype=torch.float16), t([1.1, 2.], dtype=torch.float16))"] = () => Close(T(1f, 2f).Half(), T(1.1f, 2f).Half()),
        ["close(t([1., 2.], dtype=torch.bfloat16), t([1.01, 2.], dtype=torch.bfloat16))"] = () => Close(T(1f, 2f).Bfloat16(), T(1.01f, 2f).Bfloat16()),
        ["close(t([1., 2.], dtype=torch.bfloat16), t([1.1, 2.], dtype=torch.bfloat16))"] = () => Close(T(1f, 2f).Bfloat16(), T(1.1f, 2f).Bfloat16()),
        ["close(t([1+2j, 2]), t([1+3j, 2]))"] = () => Close(C(new(1, 2), 2), C(new(1, 3), 2)),
        ["close(t([nan]), t([nan]))"] = () => Close(T(float.NaN), T(float.NaN)),
        ["close(t([nan]), t([nan]), equal_nan=True)"] = () => Close(T(float.NaN), T(float.NaN), equalNan: true),
        ["close(t([inf, 1.]), t([-inf, 1.]))"] = () => Close(T(float.PositiveInfinity, 1f), T(float.NegativeInfinity, 1f)),
        ["close(t([inf, 1.]), t([inf, 1.]))"] = () => Close(T(float.PositiveInfinity, 1f), T(float.PositiveInfinity, 1f)),
        ["close(t([1., 2.]), t([0., 2.]))"] = () => Close(T(1f, 2f), T(0f, 2f)),
        ["close(torch.ones(0), torch.zeros(0))"] = () => Close(Torch.Ones(0), Torch.Zeros(0)),
        ["close(torch.ones(2, 0), torch.ones(0, 2))"] = () => Close(Torch.Ones(2, 0), Torch.Ones(0, 2)),
        ["close(torch.ones(1000), torch.zeros(1000))"] = () => Close(Torch.Ones(1000), Torch.Zeros(1000)),
        ["close(torch.ones(3, 4, 5), torch.arange(60.).view(3, 4, 5))"] = () => Close(Torch.Ones(3, 4, 5), Torch.Arange(60.0).View(3, 4, 5)),
        ["close(t([1., 2.], requires_grad=True), t([1.5, 2.], requires_grad=True) * 2)"] = () =>
            Close(Torch.Tensor([1f, 2f], requiresGrad: true), Torch.Tensor([1.5f, 2f], requiresGrad: true) * 2),

        // Tensors of one number.
        ["close(t(1.), t(1.5))"] = () => Close(Torch.Tensor(1f), Torch.Tensor(1.5f)),
        ["close(t(1.1), t(1.5))"] = () => Close(Torch.Tensor(1.1f), Torch.Tensor(1.5f)),
        ["close(t(3), t(5))"] = () => Close(Torch.Tensor(3L), Torch.Tensor(5L)),
        ["close(t(True), t(False))"] = () => Close(Torch.Tensor(true), Torch.Tensor(false)),
        ["close(t(1e-9), t(0.), rtol=0., atol=1e-12)"] = () => Close(Torch.Tensor(1e-9f), Torch.Tensor(0f), rtol: 0, atol: 1e-12),
        ["close(t(3+4j), t(0j))"] = () => Close(Torch.Tensor(new Complex(3, 4), DType.Complex64), Torch.Tensor(Complex.Zero, DType.Complex64)),
        ["close(t(nan), t(nan))"] = () => Close(Torch.Tensor(float.NaN), Torch.Tensor(float.NaN)),

        // Attributes.
        ["close(torch.ones(2), torch.ones(3))"] = () => Close(Torch.Ones(2), Torch.Ones(3)),
        ["close(torch.ones(2, 3), torch.ones(3, 2))"] = () => Close(Torch.Ones(2, 3), Torch.Ones(3, 2)),
        ["close(torch.ones(2), torch.ones(2).double())"] = () => Close(Torch.Ones(2), Torch.Ones(2).Double()),
        ["close(torch.ones(2), torch.ones(2).double(), check_dtype=False)"] = () => Close(Torch.Ones(2), Torch.Ones(2).Double(), checkDType: false),
        ["close(t([1, 2]), t([1.5, 2.]), check_dtype=False)"] = () => Close(T(1L, 2), T(1.5f, 2f), checkDType: false),
        ["close(torch.ones(2, 3), torch.ones(3, 2).t(), check_stride=True)"] = () => Close(Torch.Ones(2, 3), Torch.Ones(3, 2).T, checkStride: true),
        ["close(torch.ones(2, 3), torch.ones(3, 2).t())"] = () => Close(Torch.Ones(2, 3), Torch.Ones(3, 2).T),
        ["close(torch.ones(3)[::2], torch.ones(2), check_stride=True)"] = () => Close(Torch.Ones(3)[TensorIndex.Slice(step: 2)], Torch.Ones(2), checkStride: true),
        ["close(torch.ones(2), torch.ones(2, device='meta'))"] = () => Close(Torch.Ones(2), Torch.Ones([2], device: "meta")),
        ["close(torch.ones(2), torch.ones(2, device='meta'), check_device=False)"] = () => Close(Torch.Ones(2), Torch.Ones([2], device: "meta"), checkDevice: false),
        ["close(torch.ones(2), torch.ones(2).to_sparse())"] = () => Close(Torch.Ones(2), Torch.Ones(2).ToSparse()),
        ["close(torch.ones(2), 2 * torch.ones(2).to_sparse(), check_layout=False)"] = () => Close(Torch.Ones(2), 2 * Torch.Ones(2).ToSparse(), checkLayout: false),
        ["close(torch.ones(2).to_sparse(), torch.ones(2), check_layout=False)"] = () => Close(Torch.Ones(2).ToSparse(), Torch.Ones(2), checkLayout: false),
        ["close(torch.ones(2).to_mkldnn(), torch.ones(2).to_mkldnn())"] = () => Close(Torch.Ones(2).ToMkldnn(), Torch.Ones(2).ToMkldnn()),
        ["close(nn.Parameter(t([1.])), t([1.]))"] = () => Close(new Parameter(T(1f)), T(1f)),
        ["close(nn.Parameter(t([1.])), t([1.]), allow_subclasses=False)"] = () => Close(new Parameter(T(1f)), T(1f), allowSubclasses: false),

        // Sparse tensors.
        ["close(t([0., 1.]).to_sparse(), t([1., 1.]).to_sparse())"] = () => Close(T(0f, 1f).ToSparse(), T(1f, 1f).ToSparse()),
        ["close(t([0., 1.]).to_sparse(), t([1., 0.]).to_sparse())"] = () => Close(T(0f, 1f).ToSparse(), T(1f, 0f).ToSparse()),
        ["close(t([0., 1.]).to_sparse(), t([0., 2.]).to_sparse())"] = () => Close(T(0f, 1f).ToSparse(), T(0f, 2f).ToSparse()),
        ["close(torch.eye(2).to_sparse(1), torch.eye(2).to_sparse(2))"] = () => Close(Torch.Eye(2).ToSparse(1), Torch.Eye(2).ToSparse(2)),
        ["close(torch.eye(2).to_sparse_csr(), torch.ones(2, 2).to_sparse_csr())"] = () => Close(Torch.Eye(2).ToSparseCsr(), Torch.Ones(2, 2).ToSparseCsr()),
        ["close(torch.eye(2).to_sparse_csr(), torch.eye(2).flip(0).to_sparse_csr())"] = () => Close(Torch.Eye(2).ToSparseCsr(), Torch.Eye(2).Flip(0).ToSparseCsr()),
        ["close(torch.eye(2).to_sparse_csr(), (2 * torch.eye(2)).to_sparse_csr())"] = () => Close(Torch.Eye(2).ToSparseCsr(), (2 * Torch.Eye(2)).ToSparseCsr()),
        ["close(t([[1., 1.], [0., 0.]]).to_sparse_csr(), torch.eye(2).to_sparse_csr())"] = () => Close(T(1f, 1f, 0f, 0f).View(2, 2).ToSparseCsr(), Torch.Eye(2).ToSparseCsr()),
        ["close(torch.eye(2).to_sparse_csc(), (2 * torch.eye(2)).to_sparse_csc())"] = () => Close(Torch.Eye(2).ToSparseCsc(), (2 * Torch.Eye(2)).ToSparseCsc()),

        // Numbers.
        ["close(1, 1)"] = () => Close(1, 1L),
        ["close(1, 2)"] = () => Close(1, 2),
        ["close(1, 2, rtol=0.1, atol=0.1)"] = () => Close(1, 2, rtol: 0.1, atol: 0.1),
        ["close(1.0, 1)"] = () => Close(1.0, 1),
        ["close(1.0, 1, check_dtype=False)"] = () => Close(1.0, 1, checkDType: false),
        ["close(1.5, 1, check_dtype=False)"] = () => Close(1.5, 1, checkDType: false),
        ["close(2**53 + 1, float(2**53), rtol=0., atol=0., check_dtype=False)"] = () => Close((1L << 53) + 1, (double)(1L << 53), rtol: 0, atol: 0, checkDType: false),
        ["close(2**63 - 1, -2**63)"] = () => Close(long.MaxValue, long.MinValue),
        ["close(2**64 - 1, 0)"] = () => Close(ulong.MaxValue, 0),
        ["close(1e-9, 1e-10, rtol=0., atol=0.)"] = () => Close(1e-9, 1e-10, rtol: 0, atol: 0),
        ["close(1.0, 0.0)"] = () => Close(1.0, 0.0),
        ["close(0, 0.0, check_dtype=False)"] = () => Close(0, 0.0, checkDType: false),
        ["close(nan, nan)"] = () => Close(double.NaN, double.NaN),
        ["close(nan, nan, equal_nan=True)"] = () => Close(double.NaN, double.NaN, equalNan: true),
        ["close(inf, inf)"] = () => Close(double.PositiveInfinity, double.PositiveInfinity),
        ["close(inf, -inf)"] = () => Close(double.PositiveInfinity, double.NegativeInfinity),
        ["close(1+2j, 1+2.5j)"] = () => Close(new Complex(1, 2), new Complex(1, 2.5)),
        ["close(1+2j, 2j)"] = () => Close(new Complex(1, 2), new Complex(0, 2)),
        ["close(1.5-2j, 1.5-2.25j)"] = () => Close(new Complex(1.5, -2), new Complex(1.5, -2.25)),
        ["close(1+2j, 1.0)"] = () => Close(new Complex(1, 2), 1.0),
        ["close(1+2j, 1.0, check_dtype=False)"] = () => Close(new Complex(1, 2), 1.0, checkDType: false),
        ["close(True, False)"] = () => Close(true, false),
        ["close(True, True)"] = () => Close(true, true),
        ["close(None, None)"] = () => Close(null, null),
        ["close(None, 1.5)"] = () => Close(null, 1.5),
        ["close(t([1., 2.]), None)"] = () => Close(T(1f, 2f), null),
        ["close('a', 'a')"] = () => Close("a", "a"),
        ["close(t(1.), 1.)"] = () => Close(Torch.Tensor(1f), 1.0),
        ["close(1, [1])"] = () => Close(1, new List<int> { 1 }),
        ["close(t([1.]), (1,))"] = () => Close(T(1f), ValueTuple.Create(1)),

        // numpy's arrays.
        ["close(np.array([1., 2.]), np.array([1., 2.5]))"] = () => Close(new[] { 1.0, 2.0 }, new[] { 1.0, 2.5 }),
        ["close(np.array([[1., 2.]]), np.array([[1., 2.5]]))"] = () => Close(new[,] { { 1.0, 2.0 } }, new[,] { { 1.0, 2.5 } }),
        ["close(np.array([1, 2]), np.array([1., 2.]))"] = () => Close(new[] { 1L, 2L }, new[] { 1.0, 2.0 }),
        ["close(np.array([1.]), t([1.], dtype=torch.float64))"] = () => Close(new[] { 1.0 }, T(1.0)),

        // Lists and dictionaries.
        ["close([1, 2.5], [1, 2.5])"] = () => Close(new object[] { 1, 2.5 }, new List<object> { 1, 2.5 }),
        ["close([1, 2.5], (1, 3.5))"] = () => Close(new object[] { 1, 2.5 }, (1, 3.5)),
        ["close([1], [1, 2])"] = () => Close(new List<int> { 1 }, new List<int> { 1, 2 }),
        ["close([], [])"] = () => Close(new List<int>(), Array.Empty<object>()),
        ["close([t([1.]), [t([2.]), (t([3.]), 4)]], [t([1.]), [t([2.]), (t([3.]), 5)]])"] = () =>
            Close(new object[] { T(1f), new object[] { T(2f), (T(3f), 4) } }, new object[] { T(1f), new object[] { T(2f), (T(3f), 5) } }),
        ["close([t([1., 2.])], [t([1., 3.])])"] = () => Close(new[] { T(1f, 2f) }, new[] { T(1f, 3f) }),
        ["close([1, (2,)], [1, (2, 3)])"] = () => Close((1, ValueTuple.Create(2)), (1, (2, 3))),
        ["close([t([1.])], [t([1.])], rtol=1.)"] = () => Close(new[] { T(1f) }, new[] { T(1f) }, rtol: 1),
        ["close({'a': 1, 'b': 2}, {'b': 2, 'a': 1})"] = () => Close(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }, new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 }),
        ["close({'b': 2, 'a': 1}, {'b': 3, 'a': 2})"] = () => Close(new Dictionary<string, int> { ["b"] = 2, ["a"] = 1 }, new Dictionary<string, int> { ["b"] = 3, ["a"] = 2 }),
        ["close({'a': 1, 'z': 2, \"it's\": 1}, {'a': 1, 'y': 2, 'x': 3})"] = () =>
            Close(new Dictionary<string, int> { ["a"] = 1, ["z"] = 2, ["it's"] = 1 }, new Dictionary<string, int> { ["a"] = 1, ["y"] = 2, ["x"] = 3 }),
        ["close({10: 1, 9: 2}, {10: 2, 9: 3})"] = () => Close(new Dictionary<int, int> { [10] = 1, [9] = 2 }, new Dictionary<int, int> { [10] = 2, [9] = 3 }),
        ["close({'w': [t([1.])]}, {'w': [t([2.])]})"] = () => Close(new Dictionary<string, object> { ["w"] = new[] { T(1f) } }, new Dictionary<string, object> { ["w"] = new[] { T(2f) } }),
        ["close({'w': 1}, [1])"] = () => Close(new Dictionary<string, int> { ["w"] = 1 }, new List<int> { 1 }),
        ["close(nn.Linear(1, 1).requires_grad_(False).state_dict(), OrderedDict(weight=1))"] = () => Close(new Linear(1, 1).StateDict(), new Dictionary<string, object> { ["weight"] = 1 }),
        ["close([None], [t([1.])])"] = () => Close(new object?[] { null }, new[] { T(1f) }),
        ["close(None, [1, t([1.])])"] = () => Close(null, new object[] { 1, T(1f) }),
        ["close({'a': None}, {'a': {'b': (1,)}})"] = () =>
            Close(new Dictionary<string, object?> { ["a"] = null }, new Dictionary<string, object?> { ["a"] = new Dictionary<string, object> { ["b"] = ValueTuple.Create(1) } }),

        // Tolerances and messages.
        ["close(1., 2., rtol=1.)"] = () => Close(1.0, 2.0, rtol: 1),
        ["close(t([1.]), t([2.]), atol=1.)"] = () => Close(T(1f), T(2f), atol: 1),
        ["close(t([1.]), t([2.]), msg='no')"] = () => Close(T(1f), T(2f), msg: "no"),
        ["close([1], [2], msg='no')"] = () => Close(new List<int> { 1 }, new List<int> { 2 }, msg: "no"),
        ["close([1], [2, 3], msg='no')"] = () => Close(new List<int> { 1 }, new List<int> { 2, 3 }, msg: "no"),
        ["close([1], [2], msg=lambda text: f'<{text}>')"] = () => Torch.Testing.AssertClose(new List<int> { 1 }, new List<int> { 2 }, msg: new(text => $"<{text}>")),
        ["close([1], [1], msg=lambda text: 1 / 0)"] = () => Torch.Testing.AssertClose(new List<int> { 1 }, new List<int> { 1 }, msg: new(_ => throw new InvalidOperationException())),
    };

    public static TheoryData<string> Calls => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_comparison_ends_as_in_Python(string call)
    {
        var expected = python.Eval($"answer(lambda: {call})", Ask);
        Assert.Equal(expected, Answer(Rows[call]));
    }

    [Theory]
    [InlineData("torch.float32", 1e-5)]
    [InlineData("torch.float64", 1e-7)]
    [InlineData("torch.float16", 1e-2)]
    [InlineData("torch.bfloat16", 1e-1)]
    [InlineData("torch.complex64", 1e-5)]
    public void Random_tensors_are_compared_as_in_Python(string dtype, double noise)
    {
        const int Count = 60;
        var setup = Ask + $$"""

            def rows():
                for seed in range({{Count}}):
                    torch.manual_seed(seed)
                    shape = [[5], [3, 4], [2, 3, 4], []][seed % 4]
                    a = torch.randn(shape, dtype=torch.float64)
                    b = a + {{noise}} * (seed % 7) * torch.randn(shape, dtype=torch.float64)
                    yield answer(lambda: close(a.to({{dtype}}), b.to({{dtype}})))
            """;
        var type = DTypes.Single(type => type.ToString() == dtype);
        string Compared(int seed)
        {
            var generator = new LibTorch.Generator();
            generator.ManualSeed(seed);
            long[] shape = (seed % 4) switch { 0 => [5], 1 => [3, 4], 2 => [2, 3, 4], _ => [] };
            var a = Torch.Randn((IntList)shape, generator: generator, dtype: DType.Float64);
            var b = a + (noise * (seed % 7) * Torch.Randn((IntList)shape, generator: generator, dtype: DType.Float64));
            return Answer(() => Torch.Testing.AssertClose(a.To(type), b.To(type)));
        }

        Assert.Equal(python.Eval("'\\n\\n'.join(rows())", setup), string.Join("\n\n", Enumerable.Range(0, Count).Select(Compared)));
    }

    [Fact]
    public void Quantized_tensors_are_compared_as_in_Python()
    {
        Assert.SkipUnless(
            python.Eval("hasattr(torch.testing._comparison.TensorLikePair, '_compare_quantized_values')", "import torch.testing._comparison") == "True",
            "This PyTorch compares no quantized tensors.");
        static Tensor Quantized(double scale, params float[] values) => Torch.QuantizePerTensor(Torch.Tensor(values), scale, 0, DType.QInt8);
        const string Setup = Ask + """

            def q(scale, *values): return torch.quantize_per_tensor(t(values), scale, 0, torch.qint8)
            """;
        string Python(string call) => python.Eval($"answer(lambda: {call})", Setup);
        Assert.Equal(Python("close(q(0.5, 1., 2.), q(0.5, 1., 2.))"), Answer(() => Close(Quantized(0.5, 1, 2), Quantized(0.5, 1, 2))));
        Assert.Equal(Python("close(q(0.5, 1., 2.), q(0.25, 1., 4.))"), Answer(() => Close(Quantized(0.5, 1, 2), Quantized(0.25, 1, 4))));
        Assert.Equal(Python("close(q(0.5, 1., 2.)[0], q(0.25, 1., 4.)[1])"), Answer(() => Close(Quantized(0.5, 1, 2)[0], Quantized(0.25, 1, 4)[1])));
        Assert.Equal(Python("close(q(0.5, 1., 2.), t([1., 2.]))"), Answer(() => Close(Quantized(0.5, 1, 2), T(1f, 2f))));
        Assert.Equal(
            Python("close(q(0.5, 1., 2.), torch.quantize_per_channel(t([1., 2.]), t([0.5, 0.5]), t([0, 0]), 0, torch.qint8))"),
            Answer(() => Close(Quantized(0.5, 1, 2), Torch.QuantizePerChannel(T(1f, 2f), T(0.5f, 0.5f), T(0L, 0), 0, DType.QInt8))));
    }

    [Fact]
    public void A_truth_value_beside_a_number_is_refused()
    {
        var error = Assert.Throws<TorchTypeException>(() => Torch.Testing.AssertClose(true, 1));
        Assert.Equal("No comparison pair was able to handle inputs of type <class 'bool'> and <class 'int'>.", error.Message);
        Assert.Throws<ArgumentNullException>(() => new MismatchMessage(null!));
    }

    private static readonly DType[] DTypes = [DType.Float16, DType.BFloat16, DType.Float32, DType.Float64, DType.Complex64];

    private static void Close(
        object? actual, object? expected, double? rtol = null, double? atol = null, bool equalNan = false, bool checkDevice = true, bool checkDType = true,
        bool checkLayout = true, bool checkStride = false, bool allowSubclasses = true, string? msg = null) =>
        Torch.Testing.AssertClose(actual, expected, rtol, atol, equalNan, checkDevice, checkDType, checkLayout, checkStride, allowSubclasses, msg);

    private static Tensor T<T>(params T[] values)
        where T : unmanaged => Torch.Tensor(values);

    private static Tensor C(params Complex[] values) => Torch.Tensor(values, DType.Complex64);

    private static string Answer(Action compare)
    {
        try
        {
            compare();
            return "close";
        }
        catch (TorchException error)
        {
            var kind = error switch
            {
                TorchAssertionException => "AssertionError",
                TorchValueException => "ValueError",
                TorchTypeException => "TypeError",
                _ => error.GetType().Name,
            };
            return $"{kind}: {error.Message}";
        }
    }
}
