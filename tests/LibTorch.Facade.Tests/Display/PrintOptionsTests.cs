namespace LibTorch.Tests.Display;

/// <summary>The options of the process; alone, because other tests print too.</summary>
[Collection(ProcessWideState.Name)]
public sealed class PrintOptionsTests : IDisposable
{
    public void Dispose() => Torch.SetPrintOptions(profile: "default");

    [Fact]
    public void They_change_what_is_printed()
    {
        using var x = Torch.Tensor([1.23456, 2.0]);

        Torch.SetPrintOptions(precision: 2);
        Assert.Equal("tensor([1.23, 2.00], dtype=torch.float64)", x.ToString());

        Torch.SetPrintOptions(sciMode: true);
        Assert.Equal("tensor([1.23e+00, 2.00e+00], dtype=torch.float64)", x.ToString().Replace("  ", " ", StringComparison.Ordinal));

        Torch.SetPrintOptions(profile: "default");
        Assert.Equal("tensor([1.2346, 2.0000], dtype=torch.float64)", x.ToString());
    }

    [Fact]
    public void What_is_left_out_stays_except_the_scientific_mode()
    {
        Torch.SetPrintOptions(precision: 7, lineWidth: 100, sciMode: false);
        Torch.SetPrintOptions(threshold: 5);

        Assert.Equal(new PrintOptions { Precision = 7, LineWidth = 100, Threshold = 5 }, Torch.GetPrintOptions());
    }

    [Theory]
    [InlineData("default", 4, 1000, 3)]
    [InlineData("short", 2, 1000, 2)]
    [InlineData("full", 4, double.PositiveInfinity, 3)]
    public void Profiles_are_PyTorchs(string profile, int precision, double threshold, int edgeItems)
    {
        Torch.SetPrintOptions(precision: 9, threshold: 9, edgeItems: 9, lineWidth: 9);
        Torch.SetPrintOptions(profile: profile);

        Assert.Equal(new PrintOptions { Precision = precision, Threshold = threshold, EdgeItems = edgeItems }, Torch.GetPrintOptions());
    }

    [Fact]
    public void What_cannot_be_is_refused_and_changes_nothing()
    {
        Assert.Throws<ArgumentException>(() => Torch.SetPrintOptions(profile: "long"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Torch.SetPrintOptions(precision: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Torch.SetPrintOptions(edgeItems: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Torch.SetPrintOptions(threshold: double.NaN));

        Assert.Equal(PrintOptions.Default, Torch.GetPrintOptions());
    }

    [Fact]
    public void The_default_dtype_goes_unsaid()
    {
        using var x = Torch.Tensor([0.5]);
        Torch.SetDefaultDType(DType.Float64);
        try
        {
            Assert.Equal("tensor([0.5000])", x.ToString());
        }
        finally
        {
            Torch.SetDefaultDType(DType.Float32);
        }
    }
}
