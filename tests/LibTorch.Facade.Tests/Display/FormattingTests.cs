using System.Globalization;
using System.Numerics;

namespace LibTorch.Tests.Display;

/// <summary>Tensors in interpolated strings, with a format Python's f-strings.</summary>
public sealed class FormattingTests(PythonSession python)
{
    // The tests' own runtime has no cultures.
    private static readonly NumberFormatInfo German = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", PercentDecimalSeparator = "," };

    [Fact]
    public void Without_a_format_the_text_is_what_print_shows()
    {
        (string Expression, Tensor Tensor)[] cases =
        [
            ("torch.tensor(7.)", Torch.Tensor(7f)), ("torch.tensor(0.1)", Torch.Tensor(0.1f)), ("torch.tensor(1e-5, dtype=torch.float64)", Torch.Tensor(1e-5)),
            ("torch.tensor(1e16, dtype=torch.float64)", Torch.Tensor(1e16)), ("torch.tensor(-1.5e16, dtype=torch.float64)", Torch.Tensor(-1.5e16)), ("torch.tensor(1e15, dtype=torch.float64)", Torch.Tensor(1e15)), ("torch.tensor(float('nan'))", Torch.Tensor(float.NaN)), ("torch.tensor(-float('inf'))", Torch.Tensor(float.NegativeInfinity)),
            ("torch.tensor(5)", Torch.Tensor(5L)), ("torch.tensor(True)", Torch.Tensor(true)), ("torch.tensor(1 + 2j)", Torch.Tensor(new Complex(1, 2), dtype: DType.Complex64)),
            ("torch.tensor(complex(0, -2))", Torch.Tensor(new Complex(0, -2), dtype: DType.Complex64)), ("torch.tensor([7.])", Torch.Tensor([7f])), ("torch.ones(2, 2)", Torch.Ones(2, 2)),
            ("torch.ones((), device='meta')", Torch.Ones([], device: "meta")), ("torch.ones((), requires_grad=True)", Torch.Ones([], requiresGrad: true)),
        ];
        foreach (var (expression, tensor) in cases)
        {
            Assert.Equal(python.Eval($"str({expression})"), $"{tensor}");
            Assert.Equal(python.Eval($"str({expression})"), string.Format(German, "{0}", tensor));
        }
    }

    [Fact]
    public void With_a_format_a_0_dim_tensor_is_its_number()
    {
        Assert.Equal(python.Eval("f'{torch.tensor(0.123456):.4f}'"), string.Create(CultureInfo.InvariantCulture, $"{Torch.Tensor(0.123456f):F4}"));
        Assert.Equal(python.Eval("f'{torch.tensor(12):5d}'"), string.Create(CultureInfo.InvariantCulture, $"{Torch.Tensor(12L),5:D}"));
        Assert.Equal(python.Eval("f'{torch.tensor(255):x}'"), string.Create(CultureInfo.InvariantCulture, $"{Torch.Tensor(255L):x}"));
        Assert.Equal(python.Eval("f'{torch.tensor(True):d}'"), string.Create(CultureInfo.InvariantCulture, $"{Torch.Tensor(true):D}"));
        foreach (var format in new[] { "F4", "N2", "E3", "P1", "0.00", "G5" })
        {
            Assert.Equal(1234.5678.ToString(format, German), Torch.Tensor(1234.5678).ToString(format, German));
            Assert.Equal(1234.5678.ToString(format, German), string.Format(German, $"{{0:{format}}}", Torch.Tensor(1234.5678)));
        }

        var complex = new Complex(1.5, -2);
        Assert.Equal(complex.ToString("F2", German), Torch.Tensor(complex).ToString("F2", German));
        Assert.Throws<FormatException>(() => Torch.Tensor(1.5).ToString("D", German));
    }

    [Fact]
    public void With_a_format_any_other_tensor_is_refused()
    {
        Parity.SameError(python, "f'{torch.ones(1):.2f}'", () => _ = $"{Torch.Ones(1):F2}");
        Parity.SameError(python, "f'{torch.ones(2, 2):.2f}'", () => Torch.Ones(2, 2).ToString("F2", null));
        Parity.SameError(python, "f'{torch.ones((), device=\"meta\"):.2f}'", () => Torch.Ones([], device: "meta").ToString("F2", null));
    }

    [Fact]
    public void A_short_span_gets_nothing()
    {
        ISpanFormattable x = Torch.Tensor(1.5);
        Span<char> three = stackalloc char[3];
        Assert.True(x.TryFormat(three, out var written, "F1", CultureInfo.InvariantCulture));
        Assert.Equal((3, "1.5"), (written, three.ToString()));
        Assert.False(x.TryFormat(three, out written, "F2", CultureInfo.InvariantCulture));
        Assert.Equal(0, written);
    }

    [Fact]
    public void Floats_in_messages_are_Pythons()
    {
        double[] numbers = [0, -0.0, 1, 0.1, 1e-4, 9.9e-5, 1e-5, 1e15, 1e16, -1.5e16, 12345678901234567, 9.99e16, 1e17, 1.2345e22, 1e300, double.NaN, double.NegativeInfinity];
        foreach (var number in numbers)
        {
            Assert.Equal(python.Eval($"__import__('struct').unpack('<d', ({BitConverter.DoubleToInt64Bits(number)}).to_bytes(8, 'little', signed=True))[0]"), PythonText.Float(number));
        }
    }
}
