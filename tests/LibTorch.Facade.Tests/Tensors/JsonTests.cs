using System.Text.Json;
using System.Text.Json.Serialization;

namespace LibTorch.Tests.Tensors;

/// <summary>Tensors in JSON.</summary>
public class JsonTests(PythonSession python)
{
    private static readonly JsonSerializerOptions _options = new()
    {
        Converters = { new TensorJsonConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly JsonSerializerOptions _asDouble = new() { Converters = { new TensorJsonConverter(DType.Float64) }, NumberHandling = _options.NumberHandling };

    private static readonly JsonSerializerOptions _finite = new() { Converters = { new TensorJsonConverter() } };

    public static TheoryData<string> Texts =>
    [
        "1", "1.5", "true", "[]", "[[], []]", "[1, 2]", "[1, 2.5]", "[true, false]", "[true, 2]", "[true, 0.5]", "[[1, 2], [3, 4]]",
        "[[[0.1]], [[1e30]]]", "[9007199254740993, -9223372036854775808]", "[1e400, 0]", "[1.0, 2.0]",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Nested_arrays_are_read_as_Python_reads_them(string text)
    {
        using var read = JsonSerializer.Deserialize<Tensor>(text, _options)!;
        Assert.Equal(python.Eval($"bits(torch.tensor(__import__('json').loads('{text}')))"), Parity.Bits(read));
    }

    [Theory]
    [InlineData("torch.arange(6).reshape(2, 3)")]
    [InlineData("torch.tensor([0.1, 1e-8, float('nan'), float('inf'), -float('inf')], dtype=torch.float64)")]
    [InlineData("torch.tensor([[True], [False]])")]
    [InlineData("torch.tensor(3)")]
    [InlineData("torch.zeros(2, 0)")]
    [InlineData("torch.tensor([0.5, 2.], dtype=torch.bfloat16)")]
    [InlineData("torch.tensor([0.5, 2.], dtype=torch.float16)")]
    [InlineData("torch.tensor([1, 255], dtype=torch.uint8)")]
    public void Values_are_written_as_Python_writes_them(string expression)
    {
        using var x = TensorOf(expression);
        var written = JsonSerializer.Serialize(x, _options);

        // Python writes what is no number without quotation marks.
        var plain = written.Replace("\"", "", StringComparison.Ordinal);
        Assert.Equal(python.Eval($"bits({expression})"), python.Eval($"bits(torch.tensor(__import__('json').loads('{plain}'), dtype=({expression}).dtype))"));
        using var again = JsonSerializer.Deserialize<Tensor>(written, _asDouble)!.To(x.DType);
        Assert.Equal(Parity.Bits(x), Parity.Bits(again));
    }

    [Theory]
    [InlineData("[[1, 2], [3]]")]
    [InlineData("[1, [2]]")]
    [InlineData("[[1], 2]")]
    [InlineData("[[], [1]]")]
    [InlineData("[null]")]
    [InlineData("\"a\"")]
    [InlineData("{}")]
    [InlineData("[1")]
    public void What_is_no_tensor_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<Tensor>(text, _options));

    [Fact]
    public void A_tensor_goes_through_an_object_and_keeps_its_bits()
    {
        var (dtype, options) = (DType.Float64, new JsonSerializerOptions { Converters = { new TensorJsonConverter(DType.Float64) } });
        using var x = Torch.Randn([3, 2], dtype: dtype);
        var (read, kind) = JsonSerializer.Deserialize<Sample>(JsonSerializer.Serialize(new Sample(x, dtype), options), options)!;
        Assert.Equal(Parity.Bits(x), Parity.Bits(read!));
        Assert.Equal(dtype, kind);
        Assert.Null(JsonSerializer.Deserialize<Sample>("{}", options)!.Values);
    }

    [Fact]
    public void By_default_a_tensor_is_refused_with_what_to_do()
    {
        foreach (var x in new[] { Torch.Ones(2), new LibTorch.NN.Parameter(Torch.Ones(2)), new LibTorch.NN.Buffer(Torch.Ones(2)) })
        {
            Assert.Contains(nameof(TensorJsonConverter), Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(x, x.GetType())).Message, StringComparison.Ordinal);
            Assert.StartsWith("[1,1]", JsonSerializer.Serialize(x, x.GetType(), _options), StringComparison.Ordinal);
        }

        Assert.Contains(nameof(TensorJsonConverter), Assert.Throws<NotSupportedException>(() => (object?)JsonSerializer.Deserialize<Tensor>("[1]")).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => (object?)JsonSerializer.Deserialize<LibTorch.NN.Parameter>("[1]", _options));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(Torch.Zeros([1], dtype: DType.Complex64), _options));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(Torch.Tensor([float.NaN]), _finite));
    }

    [Fact]
    public void Numbers_sizes_devices_and_dtypes_are_written_and_read()
    {
        foreach (var (number, json) in new (Scalar, string)[] { (2.5, "2.5"), (3, "3"), (true, "true"), (ulong.MaxValue, "18446744073709551615"), (long.MinValue, "-9223372036854775808") })
        {
            Assert.Equal(json, JsonSerializer.Serialize(number));
        }

        foreach (var number in new Scalar[] { 2.5, 3, false, long.MinValue })
        {
            Assert.Equal(number, JsonSerializer.Deserialize<Scalar>(JsonSerializer.Serialize(number)));
        }

        Assert.Equal("\"NaN\"", JsonSerializer.Serialize((Scalar)double.NaN, _options));
        Assert.True(double.IsNegativeInfinity(JsonSerializer.Deserialize<Scalar>("\"-Infinity\"", _options).ToComplex().Real));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize((Scalar)double.NaN));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize((Scalar)new System.Numerics.Complex(1, 2)));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(default(Scalar)));

        foreach (var size in new Size[] { Torch.Ones(2, 3).Shape, Torch.Ones(1)[0].Shape, default })
        {
            Assert.Equal(size, JsonSerializer.Deserialize<Size>(JsonSerializer.Serialize(size)));
        }

        Assert.Equal("[2,3]", JsonSerializer.Serialize(Torch.Ones(2, 3).Shape));
        Assert.Equal("\"cuda:1\"", JsonSerializer.Serialize(new Device(DeviceType.Cuda, 1)));
        Assert.Equal(Device.Cpu, JsonSerializer.Deserialize<Device>("\"cpu\""));
        var named = new Dictionary<DType, Dictionary<Device, int>> { [DType.Float32] = new() { [Device.Meta] = 4 } };
        Assert.Equal("""{"torch.float32":{"meta":4}}""", JsonSerializer.Serialize(named));
        Assert.Equal(4, JsonSerializer.Deserialize<Dictionary<DType, Dictionary<Device, int>>>("""{"torch.float32":{"meta":4}}""")![DType.Float32][Device.Meta]);
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("[1.5]")]
    [InlineData("[[1]]")]
    [InlineData("{}")]
    [InlineData("[\"1\"]")]
    [InlineData("99999999999999999999")]
    public void What_is_no_size_or_device_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Size>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Device>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DType>(json));
        if (!char.IsDigit(json[0]))
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Scalar>(json));
        }
    }

    private static Tensor TensorOf(string expression) => expression switch
    {
        "torch.arange(6).reshape(2, 3)" => Torch.Arange(6).Reshape(2, 3),
        "torch.tensor([[True], [False]])" => Torch.Tensor(new[,] { { true }, { false } }),
        "torch.tensor(3)" => Torch.Tensor(3L),
        "torch.zeros(2, 0)" => Torch.Zeros(2, 0),
        "torch.tensor([0.5, 2.], dtype=torch.bfloat16)" => Torch.Tensor([0.5f, 2], dtype: DType.BFloat16),
        "torch.tensor([0.5, 2.], dtype=torch.float16)" => Torch.Tensor([0.5f, 2], dtype: DType.Float16),
        "torch.tensor([1, 255], dtype=torch.uint8)" => Torch.Tensor([(byte)1, (byte)255]),
        _ => Torch.Tensor([0.1, 1e-8, double.NaN, double.PositiveInfinity, double.NegativeInfinity]),
    };

    private sealed record Sample(Tensor? Values, DType Kind);
}
