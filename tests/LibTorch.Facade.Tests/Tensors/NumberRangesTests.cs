namespace LibTorch.Tests.Tensors;

/// <summary>What numbers dtypes have.</summary>
public sealed class NumberRangesTests(PythonSession python)
{
    public static TheoryData<string> Floating => ["float16", "bfloat16", "float32", "float64", "complex32", "complex64", "complex128"];

    public static TheoryData<string> Integers => ["uint8", "int8", "int16", "int32", "int64"];

    public static TheoryData<string> Others => ["bool", "qint8", "quint8", "qint32"];

    [Theory]
    [MemberData(nameof(Floating))]
    public void A_floating_point_dtype_has_Pythons_numbers(string name)
    {
        var info = Torch.Finfo(Named(name));
        var asked = new[] { info.Eps, info.Max, info.Min, info.SmallestNormal, info.Tiny, info.Resolution };
        Assert.Equal(
            python.Eval("[i.bits, i.dtype, *(struct.pack('>d', x).hex() for x in (i.eps, i.max, i.min, i.smallest_normal, i.tiny, i.resolution))]", $"import struct; i = torch.finfo(torch.{name})"),
            $"[{info.Bits}, '{info.DType.ToString()["torch.".Length..]}', {string.Join(", ", asked.Select(number => $"'{BitConverter.DoubleToInt64Bits(number):x16}'"))}]");
        Parity.SameText(python, $"torch.finfo(torch.{name})", info);
    }

    [Theory]
    [MemberData(nameof(Integers))]
    [InlineData("uint16")]
    [InlineData("uint32")]
    [InlineData("uint64")]
    public void An_integer_dtype_has_Pythons_numbers(string name)
    {
        Assert.SkipUnless(python.Eval($"hasattr(torch, '{name}')") == "True", "This PyTorch has no such dtype.");
        var info = Torch.Iinfo(Named(name));
        Assert.Equal(
            python.Eval("(i.bits, i.dtype, i.min, i.max)", $"i = torch.iinfo(torch.{name})"),
            FormattableString.Invariant($"({info.Bits}, '{info.DType.ToString()["torch.".Length..]}', {info.Min}, {info.Max})"));
        Parity.SameText(python, $"torch.iinfo(torch.{name})", info);
    }

    [Theory]
    [MemberData(nameof(Integers))]
    [MemberData(nameof(Others))]
    public void Another_dtype_has_no_floating_point_numbers(string name) =>
        Parity.SameError(python, $"torch.finfo(torch.{name})", () => Torch.Finfo(Named(name)));

    [Theory]
    [MemberData(nameof(Floating))]
    [InlineData("bool")]
    public void Another_dtype_has_no_integers(string name) =>
        Parity.SameError(python, $"torch.iinfo(torch.{name})", () => Torch.Iinfo(Named(name)));

    // Asking Python for the text of such a one ends the process.
    [Fact]
    public void Quantized_dtypes_are_refused() => Assert.Throws<TorchTypeException>(() => Torch.Iinfo(DType.QInt8));

    [Fact]
    public void The_default_dtype_is_taken_and_equal_ranges_are_equal()
    {
        Parity.SameText(python, "torch.finfo()", Torch.Finfo());
        Assert.Equal(Torch.Finfo(DType.Complex64), Torch.Finfo(DType.Float32));
        Assert.NotEqual(Torch.Finfo(DType.Float64), Torch.Finfo(DType.Float32));
        Assert.Equal(Torch.Iinfo(DType.Int8), Torch.Iinfo(DType.Int8));
    }

    private static DType Named(string name) => typeof(DType).GetProperties()
        .Where(property => property.PropertyType == typeof(DType))
        .Select(property => (DType)property.GetValue(null)!)
        .First(dtype => dtype.ToString() == "torch." + name);
}
