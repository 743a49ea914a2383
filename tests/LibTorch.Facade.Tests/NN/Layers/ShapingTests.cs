using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Layers that pad, scale, fold and reshape, beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ShapingTests(PythonSession python)
{
    internal static readonly LayerRow[] Rows =
    [
        new("ConstantPad1d(2, 3.5)", () => new ConstantPad1d(2, 3.5), "r(2, 3, 4)"),
        new("ConstantPad1d((3, 1), 0)", () => new ConstantPad1d([3, 1], 0), "r(3, 4)"),
        new("ConstantPad1d((-1, 1), -2)", () => new ConstantPad1d([-1, 1], -2), "r(3, 4)"),
        new("ConstantPad2d(1, 1)", () => new ConstantPad2d(1, 1), "r(2, 3, 4)"),
        new("ConstantPad2d((3, 0, 2, 1), 0.5)", () => new ConstantPad2d([3, 0, 2, 1], 0.5), "r(1, 2, 3, 4)"),
        new("ConstantPad3d(1, 2.0)", () => new ConstantPad3d(1, 2.0), "r(1, 2, 3, 4, 2)"),
        new("ConstantPad3d((1, 2, 0, 1, 2, 0), 7)", () => new ConstantPad3d([1, 2, 0, 1, 2, 0], 7), "r(2, 3, 4, 2)"),
        new("ZeroPad2d(2)", () => new ZeroPad2d(2), "r(1, 2, 3, 4)"),
        new("ZeroPad2d((1, 1, 2, 0))", () => new ZeroPad2d([1, 1, 2, 0]), "r(2, 3, 4)"),
        new("ZeroPad1d(2)", () => new ZeroPad1d(2), "r(2, 3, 4)") { Since = new(2, 6) },
        new("ZeroPad1d((3, 1))", () => new ZeroPad1d([3, 1]), "r(3, 4)") { Since = new(2, 6) },
        new("ZeroPad3d((1, 0, 1, 0, 2, 1))", () => new ZeroPad3d([1, 0, 1, 0, 2, 1]), "r(1, 2, 3, 4, 2)") { Since = new(2, 6) },
        new("ReflectionPad1d(2)", () => new ReflectionPad1d(2), "r(2, 3, 4)"),
        new("ReflectionPad1d((3, 1))", () => new ReflectionPad1d([3, 1]), "r(3, 4)"),
        new("ReflectionPad2d(2)", () => new ReflectionPad2d(2), "r(1, 2, 3, 4)"),
        new("ReflectionPad2d((1, 1, 2, 0))", () => new ReflectionPad2d([1, 1, 2, 0]), "r(2, 3, 4)"),
        new("ReflectionPad3d(1)", () => new ReflectionPad3d(1), "r(1, 2, 3, 4, 2)"),
        new("ReflectionPad3d((1, 0, 2, 1, 0, 1))", () => new ReflectionPad3d([1, 0, 2, 1, 0, 1]), "r(2, 3, 4, 2)"),
        new("ReplicationPad1d(2)", () => new ReplicationPad1d(2), "r(2, 3, 4)"),
        new("ReplicationPad1d((5, 1))", () => new ReplicationPad1d([5, 1]), "r(3, 4)"),
        new("ReplicationPad2d(2)", () => new ReplicationPad2d(2), "r(1, 2, 3, 4)"),
        new("ReplicationPad2d((1, 1, 2, 0))", () => new ReplicationPad2d([1, 1, 2, 0]), "r(2, 3, 4)"),
        new("ReplicationPad3d(3)", () => new ReplicationPad3d(3), "r(1, 2, 3, 4, 2)"),
        new("ReplicationPad3d((3, 3, 6, 6, 1, 1))", () => new ReplicationPad3d([3, 3, 6, 6, 1, 1]), "r(2, 3, 4, 2)"),
        new("CircularPad1d(2)", () => new CircularPad1d(2), "r(2, 3, 4)") { Since = new(2, 6) },
        new("CircularPad1d((3, 1))", () => new CircularPad1d([3, 1]), "r(3, 4)") { Since = new(2, 6) },
        new("CircularPad2d((1, 1, 2, 0))", () => new CircularPad2d([1, 1, 2, 0]), "r(1, 2, 3, 4)") { Since = new(2, 6) },
        new("CircularPad3d(1)", () => new CircularPad3d(1), "r(1, 2, 3, 4, 2)") { Since = new(2, 6) },
        new("Upsample(12)", () => new Upsample(12), "r(1, 2, 4)"),
        new("Upsample((12, 5))", () => new Upsample([12, 5]), "r(1, 2, 4, 3)"),
        new("Upsample(scale_factor=2)", () => new Upsample(scaleFactor: 2), "r(1, 2, 4, 3)"),
        new("Upsample(scale_factor=(2, 1.5), mode='bilinear')", () => new Upsample(scaleFactor: [2, 1.5], mode: "bilinear"), "r(1, 2, 4, 3)"),
        new("Upsample(scale_factor=2.5, mode='linear', align_corners=True)", () => new Upsample(scaleFactor: 2.5, mode: "linear", alignCorners: true), "r(1, 2, 4)"),
        new("Upsample(scale_factor=1.7, mode='bicubic', align_corners=False)", () => new Upsample(scaleFactor: 1.7, mode: "bicubic", alignCorners: false), "r(1, 2, 4, 3)"),
        new("Upsample((4, 6, 3), mode='trilinear')", () => new Upsample([4, 6, 3], mode: "trilinear"), "r(1, 2, 2, 3, 2)"),
        new("Upsample(scale_factor=1.7, mode='bilinear', recompute_scale_factor=True)", () => new Upsample(scaleFactor: 1.7, mode: "bilinear", recomputeScaleFactor: true), "r(1, 2, 4, 3)"),
        new("UpsamplingNearest2d(5)", () => new UpsamplingNearest2d(5), "r(1, 2, 3, 4)"),
        new("UpsamplingNearest2d(scale_factor=3)", () => new UpsamplingNearest2d(scaleFactor: 3), "r(1, 2, 3, 4)"),
        new("UpsamplingBilinear2d((6, 5))", () => new UpsamplingBilinear2d([6, 5]), "r(1, 2, 3, 4)"),
        new("UpsamplingBilinear2d(scale_factor=(2, 3))", () => new UpsamplingBilinear2d(scaleFactor: [2, 3]), "r(1, 2, 3, 4)"),
        new("Fold((4, 5), (2, 2))", () => new Fold([4, 5], [2, 2]), "r(2, 12, 12)"),
        new("Fold(6, 2, dilation=2, padding=1, stride=2)", () => new Fold(6, 2, dilation: 2, padding: 1, stride: 2), "r(2, 8, 9)"),
        new("Fold((4, 5), (2, 3), padding=(1, 0), stride=(2, 1))", () => new Fold([4, 5], [2, 3], padding: [1, 0], stride: [2, 1]), "r(12, 9)"),
        new("Unfold((2, 3))", () => new Unfold([2, 3]), "r(2, 3, 4, 5)"),
        new("Unfold(2, dilation=2, padding=1, stride=2)", () => new Unfold(2, dilation: 2, padding: 1, stride: 2), "r(2, 3, 4, 5)"),
        new("Unfold(2, stride=(1, 2))", () => new Unfold(2, stride: [1, 2]), "r(3, 4, 5)"),
        new("Flatten()", () => new Flatten(), "r(3, 4, 5)"),
        new("Flatten(0, 1)", () => new Flatten(0, 1), "r(3, 4, 5)"),
        new("Flatten(-2)", () => new Flatten(-2), "r(3, 4, 5, 2)"),
        new("Unflatten(1, (2, 3))", () => new Unflatten(1, [2, 3]), "r(4, 6, 5)"),
        new("Unflatten(-1, (5, -1, 1))", () => new Unflatten(-1, [5, -1, 1]), "r(4, 10)"),
        new("PixelShuffle(2)", () => new PixelShuffle(2), "r(1, 8, 3, 3)"),
        new("PixelShuffle(1)", () => new PixelShuffle(1), "r(2, 3, 3)"),
        new("PixelUnshuffle(2)", () => new PixelUnshuffle(2), "r(1, 2, 4, 4)"),
        new("ChannelShuffle(2)", () => new ChannelShuffle(2), "torch.arange(36).reshape(1, 4, 3, 3)"),
        new("Identity()", () => new Identity(), "r(3)"),
        new("CosineSimilarity()", () => new CosineSimilarity(), "r(3, 4), r(3, 4)"),
        new("CosineSimilarity(0, 1e-4)", () => new CosineSimilarity(0, 1e-4), "r(3, 4), r(3, 4)"),
        new("PairwiseDistance()", () => new PairwiseDistance(), "r(3, 4), r(3, 4)"),
        new("PairwiseDistance(1, keepdim=True)", () => new PairwiseDistance(1, keepDim: true), "r(3, 4), r(3, 4)"),
        new("PairwiseDistance(3, 1e-3)", () => new PairwiseDistance(3, 1e-3), "r(4), r(3, 4)"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Fact]
    public void Layers_that_an_old_Python_lacks_are_there()
    {
        var image = Torch.Arange(12.0, dtype: LibTorch.DType.Float32).Reshape(1, 2, 2, 3);
        Parity.Same(python, "F.pad(x, (1, 2, 1, 0), 'circular')", new CircularPad2d([1, 2, 1, 0]).Call(image), "import torch.nn.functional as F\nx = torch.arange(12.).reshape(1, 2, 2, 3)");
        Parity.Same(python, "F.pad(x, (1, 2))", new ZeroPad1d([1, 2]).Call(image[0]), "import torch.nn.functional as F\nx = torch.arange(12.).reshape(2, 2, 3)");
        Assert.Equal("CircularPad2d((1, 2, 1, 0)) ZeroPad3d((1, 1, 1, 1, 1, 1))", $"{new CircularPad2d([1, 2, 1, 0])} {new ZeroPad3d(1)}");
        Assert.Equal("expected 2D or 3D input (got 4D input)", Assert.Throws<TorchValueException>(() => new CircularPad1d(1).Call(image)).Message);
    }
}
