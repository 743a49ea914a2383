using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Pooling of all kinds beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class PoolingTests(PythonSession python)
{
    private const string Samples = "_random_samples=torch.tensor([[[0.3, 0.7], [0.1, 0.9]]])";

    internal static readonly LayerRow[] Rows =
    [
        new("MaxPool1d(2)", () => new MaxPool1d(2), "r(2, 3, 9)"),
        new("MaxPool1d(4, 4)", () => new MaxPool1d(4, 4), "r(3, 9)"),
        new("MaxPool1d((3,), stride=(2,), padding=(1,))", () => new MaxPool1d([3], stride: [2], padding: [1]), "r(2, 3, 9)"),
        new("MaxPool1d(3, return_indices=True)", () => new MaxPool1dWithIndices(3), "r(2, 3, 9)"),
        new("MaxPool2d((2, 3), stride=1, padding=(1, 1))", () => new MaxPool2d([2, 3], stride: 1, padding: [1, 1]), "r(2, 3, 9, 9)"),
        new("MaxPool2d(3, dilation=2, ceil_mode=True)", () => new MaxPool2d(3, dilation: 2, ceilMode: true), "r(2, 3, 9, 9)"),
        new("MaxPool2d((3, 3), (2, 2), (1, 1), return_indices=True)", () => new MaxPool2dWithIndices([3, 3], [2, 2], [1, 1]), "r(3, 7, 7)"),
        new("MaxPool3d(2)", () => new MaxPool3d(2), "r(2, 3, 4, 4, 4)"),
        new("MaxPool3d(2, (2, 2, 2))", () => new MaxPool3d(2, [2, 2, 2]), "r(2, 3, 5, 5, 5)"),
        new("MaxPool3d(2, 2, (1, 1, 1), return_indices=True)", () => new MaxPool3dWithIndices(2, 2, [1, 1, 1]), "r(2, 3, 5, 5, 5)"),
        new("MaxUnpool1d(2)", () => new MaxUnpool1d(2), "r(2, 3), torch.tensor([[0, 3, 4], [1, 2, 5]])"),
        new("MaxUnpool1d(3, stride=2, padding=1)", () => new MaxUnpool1d(3, stride: 2, padding: 1), "r(2, 2, 3), torch.tensor([[0, 3, 4], [1, 2, 4]]).expand(2, 2, 3)"),
        Sized("MaxUnpool1d(2)", () => new MaxUnpool1d(2), "r(2, 3), torch.tensor([[0, 3, 4], [1, 2, 5]])", 7),
        new("MaxUnpool2d(2)", () => new MaxUnpool2d(2), "r(1, 1, 2, 2), torch.tensor([[[[0, 6], [9, 15]]]])"),
        new("MaxUnpool2d((2, 3), (2, 1))", () => new MaxUnpool2d([2, 3], [2, 1]), "r(1, 2, 2), torch.tensor([[[0, 6], [9, 15]]])"),
        Sized("MaxUnpool2d(2)", () => new MaxUnpool2d(2), "r(1, 1, 2, 2), torch.tensor([[[[0, 6], [9, 15]]]])", 1, 1, 5, 5),
        new("MaxUnpool3d(2)", () => new MaxUnpool3d(2), "r(1, 1, 1, 1, 2), torch.tensor([[[[[0, 13]]]]])"),
        new("MaxUnpool3d((1, 2, 2), (1, 2, 2), (0, 0, 0))", () => new MaxUnpool3d([1, 2, 2], [1, 2, 2], [0, 0, 0]), "r(1, 1, 1, 1, 2), torch.tensor([[[[[0, 7]]]]])"),
        new("AvgPool1d(2)", () => new AvgPool1d(2), "r(2, 3, 9)"),
        new("AvgPool1d((2,), (2,))", () => new AvgPool1d([2], [2]), "r(3, 6)"),
        new("AvgPool1d(3, 2, 1, True, False)", () => new AvgPool1d(3, 2, 1, true, false), "r(2, 3, 8)"),
        new("AvgPool2d(3, 2, 1)", () => new AvgPool2d(3, 2, 1), "r(2, 3, 9, 9)"),
        new("AvgPool2d((2, 2), (2, 2), (1, 1))", () => new AvgPool2d([2, 2], [2, 2], [1, 1]), "r(3, 6, 6)"),
        new("AvgPool2d((2, 3), count_include_pad=False, divisor_override=3)", () => new AvgPool2d([2, 3], countIncludePad: false, divisorOverride: 3), "r(2, 3, 9, 9)"),
        new("AvgPool2d(3, ceil_mode=True)", () => new AvgPool2d(3, ceilMode: true), "r(2, 3, 8, 7)"),
        new("AvgPool3d(2)", () => new AvgPool3d(2), "r(2, 3, 4, 4, 4)"),
        new("AvgPool3d(4, 2, (1, 2, 1), divisor_override=1)", () => new AvgPool3d(4, 2, [1, 2, 1], divisorOverride: 1), "r(2, 3, 5, 5, 5)"),
        new("LPPool1d(2, 2)", () => new LPPool1d(2, 2), "r(2, 3, 7)"),
        new("LPPool1d(1.5, 2)", () => new LPPool1d(1.5, 2), "r(3, 7).abs()"),
        new("LPPool1d(2.0, 3, stride=2, ceil_mode=True)", () => new LPPool1d(2.0, 3, stride: 2, ceilMode: true), "r(2, 3, 7)"),
        new("LPPool2d(2, 2, 2)", () => new LPPool2d(2, 2, 2), "r(1, 3, 7, 7)"),
        new("LPPool2d(1.5, (2, 3), (1, 2))", () => new LPPool2d(1.5, [2, 3], [1, 2]), "r(3, 7, 7).abs()"),
        new("LPPool3d(2, 2, 2)", () => new LPPool3d(2, 2, 2), "r(1, 3, 4, 4, 4)") { Since = new(2, 6) },
        new("LPPool3d(1.5, (1, 2, 2))", () => new LPPool3d(1.5, [1, 2, 2]), "r(3, 4, 4, 4).abs()") { Since = new(2, 6) },
        new("FractionalMaxPool2d(2, output_ratio=0.5)", () => new FractionalMaxPool2d(2, outputRatio: 0.5), "r(1, 2, 7, 7)"),
        new("FractionalMaxPool2d((2, 3), output_size=(4, 3))", () => new FractionalMaxPool2d([2, 3], outputSize: [4, 3]), "r(2, 2, 7, 7)"),
        new("FractionalMaxPool2d((2, 3), output_size=(4, 3), return_indices=True)", () => new FractionalMaxPool2dWithIndices([2, 3], outputSize: [4, 3]), "r(2, 7, 7)"),
        new($"FractionalMaxPool2d(2, output_size=3, {Samples})", () => new FractionalMaxPool2d(2, outputSize: 3, randomSamples: Given()), "r(1, 2, 7, 7)"),
        new($"FractionalMaxPool2d(2, output_ratio=(0.5, 0.6), {Samples}, return_indices=True)", () => new FractionalMaxPool2dWithIndices(2, outputRatio: [0.5, 0.6], randomSamples: Given()), "r(1, 2, 7, 7)"),
        new("FractionalMaxPool3d(2, output_ratio=0.5)", () => new FractionalMaxPool3d(2, outputRatio: 0.5), "r(1, 2, 5, 5, 5)"),
        new("FractionalMaxPool3d((2, 2, 2), output_size=(4, 4, 4))", () => new FractionalMaxPool3d([2, 2, 2], outputSize: [4, 4, 4]), "r(2, 2, 7, 7, 7)"),
        new("FractionalMaxPool3d(2, (3, 2, 3), return_indices=True)", () => new FractionalMaxPool3dWithIndices(2, [3, 2, 3]), "r(2, 7, 7, 7)"),
        new("AdaptiveAvgPool1d(2)", () => new AdaptiveAvgPool1d(2), "r(2, 3, 9)"),
        new("AdaptiveAvgPool1d((3,))", () => new AdaptiveAvgPool1d([3]), "r(3, 9)"),
        new("AdaptiveAvgPool2d((2, 3))", () => new AdaptiveAvgPool2d([2, 3]), "r(2, 3, 9, 9)"),
        new("AdaptiveAvgPool2d(1)", () => new AdaptiveAvgPool2d(1), "r(3, 9, 8)"),
        new("AdaptiveAvgPool2d((3, None))", () => new AdaptiveAvgPool2d([3, null]), "r(2, 3, 9, 8)"),
        new("AdaptiveAvgPool3d(1)", () => new AdaptiveAvgPool3d(1), "r(2, 3, 4, 4, 4)"),
        new("AdaptiveAvgPool3d((None, 2, 3))", () => new AdaptiveAvgPool3d([null, 2, 3]), "r(3, 4, 4, 4)"),
        new("AdaptiveMaxPool1d(2)", () => new AdaptiveMaxPool1d(2), "r(2, 3, 9)"),
        new("AdaptiveMaxPool1d(2, return_indices=True)", () => new AdaptiveMaxPool1dWithIndices(2), "r(3, 9)"),
        new("AdaptiveMaxPool2d(2)", () => new AdaptiveMaxPool2d(2), "r(2, 3, 9, 9)"),
        new("AdaptiveMaxPool2d((3, None))", () => new AdaptiveMaxPool2d([3, null]), "r(2, 3, 9, 8)"),
        new("AdaptiveMaxPool2d((2, 3), return_indices=True)", () => new AdaptiveMaxPool2dWithIndices([2, 3]), "r(3, 9, 9)"),
        new("AdaptiveMaxPool3d(2)", () => new AdaptiveMaxPool3d(2), "r(2, 3, 4, 4, 4)"),
        new("AdaptiveMaxPool3d((2, None, 3), return_indices=True)", () => new AdaptiveMaxPool3dWithIndices([2, null, 3]), "r(2, 3, 4, 4, 4)"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Fact]
    public void What_pooling_found_goes_back_where_it_was()
    {
        Torch.ManualSeed(1);
        var image = Torch.Randn(1, 2, 7, 7);
        var (output, indices) = new MaxPool2dWithIndices(2).Call(image);
        Parity.Same(python, "u(*p(x), output_size=x.size())", new MaxUnpool2d(2).Call(output, indices, image.Shape), """
            import torch.nn as nn
            torch.manual_seed(1)
            x = torch.randn(1, 2, 7, 7)
            p, u = nn.MaxPool2d(2, return_indices=True), nn.MaxUnpool2d(2)
            """);
    }

    [Theory]
    [InlineData("FractionalMaxPool2d(2)")]
    [InlineData("FractionalMaxPool3d(2)")]
    [InlineData("FractionalMaxPool2d(2, output_size=3, output_ratio=0.5)")]
    [InlineData("FractionalMaxPool2d(2, output_ratio=1.5)")]
    [InlineData("FractionalMaxPool3d(2, output_ratio=(0.5, 0.5, 1.0))")]
    [InlineData("MaxUnpool2d(2)(torch.ones(1, 1, 2, 2), torch.zeros(1, 1, 2, 2, dtype=torch.int64), output_size=[9, 9])")]
    [InlineData("AdaptiveAvgPool2d((3, None))(torch.ones(2, 3))")]
    public void Wrong_settings_are_refused_in_Pythons_words(string call) => Parity.SameError(python, $"nn.{call}", () => Wrong(call), "import torch.nn as nn");

    private static object Wrong(string call) => call switch
    {
        "FractionalMaxPool2d(2)" => new FractionalMaxPool2d(2),
        "FractionalMaxPool3d(2)" => new FractionalMaxPool3d(2),
        "FractionalMaxPool2d(2, output_size=3, output_ratio=0.5)" => new FractionalMaxPool2d(2, outputSize: 3, outputRatio: 0.5),
        "FractionalMaxPool2d(2, output_ratio=1.5)" => new FractionalMaxPool2d(2, outputRatio: 1.5),
        "FractionalMaxPool3d(2, output_ratio=(0.5, 0.5, 1.0))" => new FractionalMaxPool3d(2, outputRatio: [0.5, 0.5, 1.0]),
        "AdaptiveAvgPool2d((3, None))(torch.ones(2, 3))" => new AdaptiveAvgPool2d([3, null]).Call(Torch.Ones(2, 3)),
        _ => new MaxUnpool2d(2).Call(Torch.Ones(1, 1, 2, 2), Torch.Zeros([1, 1, 2, 2], dtype: LibTorch.DType.Int64), [9, 9]),
    };

    private static Tensor Given() => Torch.Tensor(new[,,] { { { 0.3f, 0.7f }, { 0.1f, 0.9f } } });

    private static LayerRow Sized(string call, Func<MaxUnpooling> make, string inputs, params long[] size) => new(call, make, inputs)
    {
        PythonCall = $"m(*given, output_size=[{string.Join(", ", size)}])",
        Call = (module, given) => [((MaxUnpooling)module).Call(given[0], given[1], size)],
    };
}
