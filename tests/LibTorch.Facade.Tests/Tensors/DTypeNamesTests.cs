namespace LibTorch.Tests.Tensors;

/// <summary>Dtypes by name, and as constants.</summary>
public class DTypeNamesTests(PythonSession python)
{
    public static TheoryData<string> Names => ["float16", "half", "bfloat16", "float32", "float", "float64", "double", "uint8", "int8", "int16", "short", "int32", "int", "int64", "long", "bool", "complex32", "chalf", "complex64", "cfloat", "complex128", "cdouble", "qint8", "quint8", "qint32"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_means_what_it_means_in_Python(string name)
    {
        Assert.Equal(python.Eval($"str(torch.{name})"), DType.Parse(name).ToString());
        Assert.Equal(DType.Parse(name), DType.Parse("torch." + name));
        Assert.True(DType.TryParse($" {name} ", out var dtype));
        Assert.Equal(DType.Parse(name), dtype);
        Assert.Equal(dtype, Read<DType>(name));
    }

    [Fact]
    public void Every_dtype_has_its_text_for_a_name() =>
        Assert.All(Enum.GetValues<ScalarType>(), type => Assert.Equal(type, DType.Parse(DType.Of((int)type).ToString()).ScalarType));

    [Theory]
    [InlineData("float99")]
    [InlineData("")]
    [InlineData("torch.")]
    public void Another_name_is_refused(string name)
    {
        Assert.Throws<FormatException>(() => DType.Parse(name));
        Assert.False(DType.TryParse(name, out _));
        Assert.False(DType.TryParse(null, out _));
    }

    [Fact]
    public void A_switch_takes_them()
    {
        static int Bytes(Tensor x) => x.DType.ScalarType switch
        {
            ScalarType.Float64 or ScalarType.Int64 => 8,
            ScalarType.Float32 => 4,
            _ => 0,
        };
        Assert.Equal(8, Bytes(Torch.Arange(2)));
        Assert.Equal(4, Bytes(Torch.Ones(2)));
    }

    private static T Read<T>(string text)
        where T : IParsable<T> => T.Parse(text, null);
}
