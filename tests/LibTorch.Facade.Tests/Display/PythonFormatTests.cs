namespace LibTorch.Tests.Display;

/// <summary>Python's format() of single numbers, above all where the exact value lies halfway.</summary>
public sealed class PythonFormatTests
{
    [Theory]
    [InlineData(0.03125, 4, "0.0312")]
    [InlineData(0.09375, 4, "0.0938")]
    [InlineData(2.5, 0, "2")]
    [InlineData(3.5, 0, "4")]
    [InlineData(-0.5, 0, "-0")]
    [InlineData(-0.00001, 4, "-0.0000")]
    [InlineData(0.1, 20, "0.10000000000000000555")]
    [InlineData(1e23, 0, "99999999999999991611392")]
    [InlineData(double.NaN, 4, "nan")]
    [InlineData(double.NegativeInfinity, 4, "-inf")]
    public void Fixed_rounds_the_exact_value_half_to_even(double value, int precision, string expected) =>
        Assert.Equal(expected, PythonFormat.Fixed(value, precision));

    [Theory]
    [InlineData(1.125, 2, "1.12e+00")]
    [InlineData(1.375, 2, "1.38e+00")]
    [InlineData(9.99994, 4, "9.9999e+00")]
    [InlineData(9.999996, 4, "1.0000e+01")]
    [InlineData(-0.0, 1, "-0.0e+00")]
    [InlineData(5e-324, 4, "4.9407e-324")]
    [InlineData(1e100, 0, "1e+100")]
    public void Scientific_has_two_digits_of_exponent_or_three(double value, int precision, string expected) =>
        Assert.Equal(expected, PythonFormat.Scientific(value, precision));
}
