namespace LibTorch.Tests.Display;

/// <summary>The digits that numpy writes numbers with.</summary>
public sealed class UniqueDecimalTests
{
    [Theory]
    [InlineData(0.1, nameof(FloatKind.Double), "0.1")]
    [InlineData(0.10000000149011612, nameof(FloatKind.Single), "0.1")]
    [InlineData(0.10000000149011612, nameof(FloatKind.Double), "0.10000000149011612")]
    [InlineData(65504, nameof(FloatKind.Half), "65500.0")]
    [InlineData(1e16, nameof(FloatKind.Double), "1e+16")]
    [InlineData(1e23, nameof(FloatKind.Double), "1e+23")]
    [InlineData(1e-5, nameof(FloatKind.Double), "1e-05")]
    [InlineData(5e-324, nameof(FloatKind.Double), "5e-324")]
    [InlineData(-0.0, nameof(FloatKind.Single), "-0.0")]
    public void A_single_number_has_the_digits_that_identify_it(double value, string kind, string expected) =>
        Assert.Equal(expected, NumPyScalar.Format(new[] { value }, Enum.Parse<FloatKind>(kind), default));

    [Theory]
    [InlineData(65504, nameof(FloatKind.Half), "6.55e+04")]
    [InlineData(999, nameof(FloatKind.Half), "999.0")]
    [InlineData(1e6, nameof(FloatKind.Single), "1e+06")]
    [InlineData(999999, nameof(FloatKind.Single), "999999.0")]
    [InlineData(1e15, nameof(FloatKind.Double), "1000000000000000.0")]
    public void From_numpy_2_3_on_a_narrow_number_has_an_exponent_sooner(double value, string kind, string expected) =>
        Assert.Equal(expected, NumPyScalar.Format(new[] { value }, Enum.Parse<FloatKind>(kind), new NumPyRules(true, true)));

    // In an array, numpy 2.0 compares the float32 next to 0.0001, which is smaller, with itself.
    [Theory]
    [InlineData(false, "1.e-04")]
    [InlineData(true, "0.0001")]
    public void From_numpy_2_0_on_a_bound_has_the_arrays_own_type(bool own, string expected) =>
        Assert.Equal([expected], NumPyFloatStyle.Format([1e-4f], FloatKind.Single, new NumPyRules(own, false), plusSign: false));

    // The lower neighbour of a power of two is closer; .NET gives 2.980232238769531E-08.
    [Fact]
    public void A_power_of_two_keeps_numpys_last_digit() =>
        Assert.Equal("2.9802322387695312e-08", NumPyScalar.Format(new[] { Math.ScaleB(1, -25) }, FloatKind.Double, default));
}
