namespace LibTorch.Tests.Display;

/// <summary>Where the tensor printed by Python at hand cannot be the reference: newer PyTorch, other devices.</summary>
public sealed class TorchFormatterTests
{
    private static readonly DisplayTensor Two = new() { Sizes = [2], DType = "float32" };

    [Fact]
    public void A_device_other_than_the_host_is_named() =>
        Assert.Equal(
            "tensor([10.0000,  0.5000], device='cuda:0')",
            TorchFormatter.Format(Two with { Values = new[] { 10.0, 0.5 }, Device = "cuda:0" }, PrintOptions.Default));

    // In PyTorch 1.13 and 2.6 the columns have the width of the mode that the values would choose, here 1.0000e+01.
    [Theory]
    [InlineData(true, "tensor([10.0000,  0.0010])")]
    [InlineData(false, "tensor([   10.0000,     0.0010])")]
    public void A_forced_mode_decides_the_width_if_the_version_says_so(bool forcedModeSetsWidth, string expected) =>
        Assert.Equal(
            expected,
            TorchFormatter.Format(
                Two with { Values = new[] { 10.0, 0.001 }, ForcedModeSetsWidth = forcedModeSetsWidth },
                PrintOptions.Default with { SciMode = false }));

    // PyTorch 2: 1.13 fails on such a tensor.
    [Fact]
    public void Without_edge_items_a_summary_shows_the_size() =>
        Assert.Equal(
            "tensor([...], size=(40, 50))",
            TorchFormatter.Format(
                new DisplayTensor { Sizes = [40, 50], DType = "float32", EdgeItems = 0, Values = Array.Empty<double>() },
                PrintOptions.Default with { EdgeItems = 0 }));

    [Fact]
    public void Unsigned_numbers_of_64_bits_are_written_whole() =>
        Assert.Equal(
            "tensor([                   0, 18446744073709551615], dtype=torch.uint64)",
            TorchFormatter.Format(Two with { DType = "uint64", Values = new[] { 0UL, ulong.MaxValue } }, PrintOptions.Default));
}
