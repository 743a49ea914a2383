using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Normalisations beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class NormalisationTests(PythonSession python)
{
    internal static readonly LayerRow[] Rows =
    [
        new("LayerNorm(4)", () => new LayerNorm(4), "r(5, 4)"),
        new("LayerNorm([4])", () => new LayerNorm([4]), "r(4)"),
        new("LayerNorm((3, 4), eps=1e-3, elementwise_affine=False)", () => new LayerNorm([3, 4], eps: 1e-3, elementwiseAffine: false), "r(5, 3, 4)"),
        new("LayerNorm((2, 3, 4), dtype=torch.float64)", () => new LayerNorm([2, 3, 4], dtype: LibTorch.DType.Float64), "r(5, 2, 3, 4).double()"),
        new("LayerNorm(4, bias=False)", () => new LayerNorm(4, bias: false), "r(5, 4)") { Since = new(2, 6) },
        new("LayerNorm((3, 4), 1e-3, False, bias=True)", () => new LayerNorm([3, 4], 1e-3, false, bias: true), "r(5, 3, 4)") { Since = new(2, 6) },
        new("RMSNorm(4)", () => new RMSNorm(4), "r(5, 4)") { Since = new(2, 6) },
        new("RMSNorm((3, 4), eps=1e-3)", () => new RMSNorm([3, 4], eps: 1e-3), "r(5, 3, 4)") { Since = new(2, 6) },
        new("RMSNorm((3, 4), elementwise_affine=False)", () => new RMSNorm([3, 4], elementwiseAffine: false), "r(5, 3, 4)") { Since = new(2, 6) },
        new("RMSNorm(4, dtype=torch.float64)", () => new RMSNorm(4, dtype: LibTorch.DType.Float64), "r(5, 4).double()") { Since = new(2, 6) },
        new("GroupNorm(3, 6, 1e-3)", () => new GroupNorm(3, 6, 1e-3), "r(4, 6, 5)"),
        new("GroupNorm(1, 6)", () => new GroupNorm(1, 6), "r(4, 6)"),
        new("GroupNorm(2, 4)", () => new GroupNorm(2, 4), "r(2, 4, 3, 2)"),
        new("GroupNorm(4, 4, affine=False)", () => new GroupNorm(4, 4, affine: false), "r(2, 4, 3, 2, 2)"),
        new("GroupNorm(2, 4, dtype=torch.float64)", () => new GroupNorm(2, 4, dtype: LibTorch.DType.Float64), "r(2, 4, 3).double()"),
        new("GroupNorm(3, 9, 1e-3, bias=False)", () => new GroupNorm(3, 9, 1e-3, bias: false), "r(4, 9, 5)") { Since = new(2, 14) },
        new("BatchNorm1d(4)", () => new BatchNorm1d(4), "r(5, 4)"),
        new("BatchNorm1d(4, momentum=None)", () => new BatchNorm1d(4, momentum: null), "r(5, 4, 3)"),
        new("BatchNorm1d(4, 1e-3, 0.3, False)", () => new BatchNorm1d(4, 1e-3, 0.3, false), "r(5, 4)"),
        new("BatchNorm1d(4, 1e-3, 0.3, True, False)", () => new BatchNorm1d(4, 1e-3, 0.3, true, false), "r(5, 4)"),
        new("BatchNorm1d(4, dtype=torch.float64)", () => new BatchNorm1d(4, dtype: LibTorch.DType.Float64), "r(5, 4).double()"),
        new("BatchNorm1d(4, bias=False)", () => new BatchNorm1d(4, bias: false), "r(5, 4)") { Since = new(2, 14) },
        new("BatchNorm2d(3)", () => new BatchNorm2d(3), "r(5, 3, 2, 2)"),
        new("BatchNorm2d(3, affine=False)", () => new BatchNorm2d(3, affine: false), "r(5, 3, 2, 2)"),
        new("BatchNorm2d(3, track_running_stats=False)", () => new BatchNorm2d(3, trackRunningStats: false), "r(5, 3, 2, 2)"),
        new("BatchNorm2d(3, affine=False, track_running_stats=False)", () => new BatchNorm2d(3, affine: false, trackRunningStats: false), "r(5, 3, 2, 2)"),
        new("BatchNorm3d(3, 1e-4, 0.2)", () => new BatchNorm3d(3, 1e-4, 0.2), "r(5, 3, 2, 2, 2)"),
        new("BatchNorm3d(3, momentum=None, affine=False)", () => new BatchNorm3d(3, momentum: null, affine: false), "r(5, 3, 2, 2, 2)"),
        new("InstanceNorm1d(3)", () => new InstanceNorm1d(3), "r(4, 3, 6)"),
        new("InstanceNorm1d(3) ", () => new InstanceNorm1d(3), "r(3, 6)"),
        new("InstanceNorm1d(3, 1e-3, 0.3, True)", () => new InstanceNorm1d(3, 1e-3, 0.3, true), "r(4, 3, 6)"),
        new("InstanceNorm1d(3, track_running_stats=True)", () => new InstanceNorm1d(3, trackRunningStats: true), "r(4, 3, 6)"),
        new("InstanceNorm1d(3, affine=True, track_running_stats=True)", () => new InstanceNorm1d(3, affine: true, trackRunningStats: true), "r(3, 6)"),
        new("InstanceNorm1d(3, momentum=None, track_running_stats=True)", () => new InstanceNorm1d(3, momentum: null, trackRunningStats: true), "r(4, 3, 6)") { Since = new(2, 6) },
        new("InstanceNorm2d(3)", () => new InstanceNorm2d(3), "r(4, 3, 2, 3)"),
        new("InstanceNorm2d(3) ", () => new InstanceNorm2d(3), "r(3, 2, 3)"),
        new("InstanceNorm2d(3, affine=True)", () => new InstanceNorm2d(3, affine: true), "r(4, 3, 2, 3)"),
        new("InstanceNorm2d(3, 1e-4, 0.2, True, True, dtype=torch.float64)", () => new InstanceNorm2d(3, 1e-4, 0.2, true, true, dtype: LibTorch.DType.Float64), "r(4, 3, 2, 3).double()"),
        new("InstanceNorm2d(3, affine=True, bias=False)", () => new InstanceNorm2d(3, affine: true, bias: false), "r(4, 3, 2, 3)") { Since = new(2, 14) },
        new("InstanceNorm3d(3)", () => new InstanceNorm3d(3), "r(4, 3, 2, 3, 2)"),
        new("InstanceNorm3d(3) ", () => new InstanceNorm3d(3), "r(3, 2, 3, 2)"),
        new("InstanceNorm3d(3, affine=True, track_running_stats=True)", () => new InstanceNorm3d(3, affine: true, trackRunningStats: true), "r(4, 3, 2, 3, 2)"),
        new("LocalResponseNorm(2)", () => new LocalResponseNorm(2), "r(1, 4, 3, 3)"),
        new("LocalResponseNorm(1, 1., 0.5, 2.)", () => new LocalResponseNorm(1, 1.0, 0.5, 2.0), "r(1, 4, 3)"),
        new("LocalResponseNorm(3, alpha=2, k=1)", () => new LocalResponseNorm(3, alpha: 2, k: 1), "r(2, 4, 3, 3, 2)"),
        new("CrossMapLRN2d(2)", () => new CrossMapLRN2d(2), "r(2, 4, 3, 3)"),
        new("CrossMapLRN2d(5, 2e-2, 0.5, 2)", () => new CrossMapLRN2d(5, 2e-2, 0.5, 2), "r(2, 7, 3, 2)"),
        new("CrossMapLRN2d(3, alpha=1, k=1.5)", () => new CrossMapLRN2d(3, alpha: 1, k: 1.5), "r(1, 2, 3, 2).double()"),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Theory]
    [InlineData("GroupNorm(3, 10)", "")]
    [InlineData("BatchNorm1d(3)", "r(3)")]
    [InlineData("BatchNorm2d(3)", "r(2, 3, 4)")]
    [InlineData("BatchNorm3d(3)", "r(2, 3, 4, 5)")]
    [InlineData("BatchNorm1d(3)", "r(1, 3)")]
    [InlineData("InstanceNorm1d(3)", "r(3)")]
    [InlineData("InstanceNorm2d(3)", "r(3, 4)")]
    [InlineData("InstanceNorm3d(3)", "r(3, 4, 5)")]
    [InlineData("InstanceNorm1d(3, affine=True)", "r(2, 4, 5)")]
    [InlineData("InstanceNorm2d(3, affine=True)", "r(4, 5, 2)")]
    [InlineData("LayerNorm(4)", "r(2, 3)")]
    [InlineData("LocalResponseNorm(2)", "r(2, 3)")]
    [InlineData("CrossMapLRN2d(2)", "r(2, 3, 4)")]
    public void What_does_not_fit_is_refused_in_Pythons_words(string call, string input)
    {
        var shape = input.Length == 0 ? [] : Array.ConvertAll(input[2..^1].Split(", "), long.Parse);
        Parity.SameError(
            python, input.Length == 0 ? $"nn.{call}" : $"nn.{call}(r({string.Join(", ", shape)}))",
            () => Made(call).Call(Torch.Ones(shape)), "import torch.nn as nn\ndef r(*sizes): return torch.ones(*sizes)");
    }

    private static Module<Tensor, Tensor> Made(string call) => call switch
    {
        "GroupNorm(3, 10)" => new GroupNorm(3, 10),
        "BatchNorm1d(3)" => new BatchNorm1d(3),
        "BatchNorm2d(3)" => new BatchNorm2d(3),
        "BatchNorm3d(3)" => new BatchNorm3d(3),
        "InstanceNorm1d(3)" => new InstanceNorm1d(3),
        "InstanceNorm2d(3)" => new InstanceNorm2d(3),
        "InstanceNorm3d(3)" => new InstanceNorm3d(3),
        "InstanceNorm1d(3, affine=True)" => new InstanceNorm1d(3, affine: true),
        "InstanceNorm2d(3, affine=True)" => new InstanceNorm2d(3, affine: true),
        "LayerNorm(4)" => new LayerNorm(4),
        "LocalResponseNorm(2)" => new LocalResponseNorm(2),
        _ => new CrossMapLRN2d(2),
    };

    [Theory]
    [InlineData("float32", false)]
    [InlineData("float16", true)]
    [InlineData("float64", true)]
    public void RMSNorm_is_there_without_an_operator(string dtype, bool hasEps)
    {
        Assert.SkipWhen(LibTorch.Interop.LibraryCalls.IsAtLeast(2, 6), "this libtorch has the operator, and the rows compare with it");
        var type = dtype switch { "float16" => LibTorch.DType.Float16, "float64" => LibTorch.DType.Float64, _ => LibTorch.DType.Float32 };
        using var norm = new RMSNorm([3, 4], eps: hasEps ? 1e-3 : null, dtype: type);
        Assert.Equal($"RMSNorm((3, 4), eps={(hasEps ? "0.001" : "None")}, elementwise_affine=True)", norm.ToString());
        Torch.ManualSeed(3);
        Parity.Same(python, "y.to(x.dtype)", norm.Call(Torch.Randn(5, 3, 4).To(type)), $"""
            torch.manual_seed(3)
            x = torch.randn(5, 3, 4).to(torch.{dtype})
            w = x.float() if x.dtype == torch.float16 else x
            y = w * (w.pow(2).mean((-1, -2), keepdim=True) + {(hasEps ? "1e-3" : "torch.finfo(w.dtype).eps")}).rsqrt()
            """);
        Assert.Throws<TorchException>(() => norm.Call(Torch.Ones(3, 3).To(type)));
    }
}
