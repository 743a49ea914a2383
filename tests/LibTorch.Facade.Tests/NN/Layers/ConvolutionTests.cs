using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Convolutions and transposed convolutions beside Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ConvolutionTests(PythonSession python)
{
    internal static readonly LayerRow[] Rows =
    [
        new("Conv1d(2, 4, 3)", () => new Conv1d(2, 4, 3), "r(1, 2, 9)"),
        new("Conv1d(2, 4, 3) ", () => new Conv1d(2, 4, 3), "r(2, 9)"),
        new("Conv1d(2, 4, (3,), stride=(2,), padding=(1,))", () => new Conv1d(2, 4, [3], stride: [2], padding: new long[] { 1 }), "r(3, 2, 9)"),
        new("Conv1d(2, 4, 3, padding='same', dilation=2)", () => new Conv1d(2, 4, 3, padding: "same", dilation: 2), "r(1, 2, 9)"),
        new("Conv1d(2, 4, 4, padding='same', padding_mode='replicate')", () => new Conv1d(2, 4, 4, padding: "same", paddingMode: "replicate"), "r(1, 2, 9)"),
        new("Conv1d(2, 4, 3, padding=2, padding_mode='reflect')", () => new Conv1d(2, 4, 3, padding: 2, paddingMode: "reflect"), "r(1, 2, 9)"),
        new("Conv1d(2, 4, 3, padding='valid', padding_mode='circular')", () => new Conv1d(2, 4, 3, padding: "valid", paddingMode: "circular"), "r(1, 2, 9)"),
        new("Conv1d(4, 4, 3, groups=4, dtype=torch.float64)", () => new Conv1d(4, 4, 3, groups: 4, dtype: LibTorch.DType.Float64), "r(1, 4, 9).double()"),
        new("Conv2d(2, 4, 3)", () => new Conv2d(2, 4, 3), "r(3, 2, 5, 6)"),
        new("Conv2d(2, 4, 3) ", () => new Conv2d(2, 4, 3), "r(2, 5, 6)"),
        new("Conv2d(2, 4, (3, 2), stride=2, padding=1)", () => new Conv2d(2, 4, [3, 2], stride: 2, padding: 1), "r(1, 2, 9, 9)"),
        new("Conv2d(2, 4, 3, padding=(1, 2), groups=2, bias=False, padding_mode='circular')", () => new Conv2d(2, 4, 3, padding: new long[] { 1, 2 }, groups: 2, bias: false, paddingMode: "circular"), "r(1, 2, 9, 9)"),
        new("Conv2d(2, 4, 3, padding='valid')", () => new Conv2d(2, 4, 3, padding: "valid"), "r(1, 2, 9, 9)"),
        new("Conv2d(2, 4, (2, 3), padding='same', dilation=(2, 1))", () => new Conv2d(2, 4, [2, 3], padding: "same", dilation: [2, 1]), "r(1, 2, 9, 9)"),
        new("Conv2d(2, 4, (2, 3), padding='same', padding_mode='reflect')", () => new Conv2d(2, 4, [2, 3], padding: "same", paddingMode: "reflect"), "r(1, 2, 9, 9)"),
        new("Conv2d(2, 4, 3, dilation=2, stride=(1, 2))", () => new Conv2d(2, 4, 3, dilation: 2, stride: [1, 2]), "r(1, 2, 9, 9)"),
        new("Conv2d(3, 6, 1, groups=3)", () => new Conv2d(3, 6, 1, groups: 3), "r(2, 3, 4, 4)"),
        new("Conv3d(2, 4, 2)", () => new Conv3d(2, 4, 2), "r(1, 2, 4, 4, 4)"),
        new("Conv3d(2, 4, (1, 2, 3), stride=(1, 2, 1), padding=1, groups=2)", () => new Conv3d(2, 4, [1, 2, 3], stride: [1, 2, 1], padding: 1, groups: 2), "r(1, 2, 4, 4, 4)"),
        new("Conv3d(2, 4, 3, padding=(0, 1, 2), bias=False, padding_mode='replicate')", () => new Conv3d(2, 4, 3, padding: new long[] { 0, 1, 2 }, bias: false, paddingMode: "replicate"), "r(1, 2, 4, 4, 4)"),
        new("Conv3d(2, 2, 2, padding='same')", () => new Conv3d(2, 2, 2, padding: "same"), "r(1, 2, 4, 4, 4)"),
        new("Conv1d(0, 3, 2, bias=False)", () => new Conv1d(0, 3, 2, bias: false), "torch.zeros(1, 0, 5)") { Since = new(2, 14) },
        new("ConvTranspose1d(3, 4, 3)", () => new ConvTranspose1d(3, 4, 3), "r(2, 3, 5)"),
        new("ConvTranspose1d(3, 4, 3) ", () => new ConvTranspose1d(3, 4, 3), "r(3, 5)"),
        new("ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1)", () => new ConvTranspose1d(3, 4, 3, stride: 2, padding: 1, outputPadding: 1), "r(2, 3, 5)"),
        new("ConvTranspose1d(4, 4, 3, groups=2, bias=False, dilation=2)", () => new ConvTranspose1d(4, 4, 3, groups: 2, bias: false, dilation: 2), "r(2, 4, 5)"),
        Sized("ConvTranspose1d(3, 4, 3, stride=2)", () => new ConvTranspose1d(3, 4, 3, stride: 2), "r(2, 3, 5)", 12),
        Sized("ConvTranspose1d(3, 4, 3, stride=2)", () => new ConvTranspose1d(3, 4, 3, stride: 2), "r(3, 5)", 4, 12),
        new("ConvTranspose2d(3, 4, 3)", () => new ConvTranspose2d(3, 4, 3), "r(2, 3, 5, 4)"),
        new("ConvTranspose2d(3, 4, (2, 3), (2, 1), (0, 1), (1, 0), 1, False, 1)", () => new ConvTranspose2d(3, 4, [2, 3], [2, 1], [0, 1], [1, 0], 1, false, 1), "r(2, 3, 5, 4)"),
        new("ConvTranspose2d(4, 6, 3, stride=3, groups=2, output_padding=2, dtype=torch.float64)", () => new ConvTranspose2d(4, 6, 3, stride: 3, groups: 2, outputPadding: 2, dtype: LibTorch.DType.Float64), "r(2, 4, 5, 4).double()"),
        Sized("ConvTranspose2d(3, 4, 3, stride=2, padding=1)", () => new ConvTranspose2d(3, 4, 3, stride: 2, padding: 1), "r(2, 3, 5, 4)", 10, 7),
        Sized("ConvTranspose2d(3, 4, 3, stride=2, padding=1, dilation=2)", () => new ConvTranspose2d(3, 4, 3, stride: 2, padding: 1, dilation: 2), "r(2, 3, 5, 4)", 2, 4, 11, 10),
        new("ConvTranspose3d(2, 3, 2)", () => new ConvTranspose3d(2, 3, 2), "r(1, 2, 3, 4, 3)"),
        new("ConvTranspose3d(2, 3, (1, 2, 3), (1, 2, 2), (0, 0, 1), (0, 1, 1), bias=False, dilation=(1, 2, 1))", () => new ConvTranspose3d(2, 3, [1, 2, 3], [1, 2, 2], [0, 0, 1], [0, 1, 1], bias: false, dilation: [1, 2, 1]), "r(1, 2, 3, 4, 3)"),
        Sized("ConvTranspose3d(2, 3, 2, stride=2)", () => new ConvTranspose3d(2, 3, 2, stride: 2), "r(1, 2, 3, 4, 3)", 7, 8, 6),
    ];

    public static TheoryData<string> Names => LayerRow.Names(Rows);

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_Pythons(string name) => LayerParity.Check(python, LayerRow.Of(Rows, name));

    [Theory]
    [InlineData("Conv1d(2, 4, 3, groups=0)")]
    [InlineData("Conv1d(2, 4, 3, groups=-1)")]
    [InlineData("Conv2d(3, 4, 3, groups=2)")]
    [InlineData("Conv2d(4, 3, 3, groups=2)")]
    [InlineData("Conv2d(4, 4, 3, padding='same', stride=2)")]
    [InlineData("ConvTranspose1d(3, 4, 3, groups=2)")]
    [InlineData("ConvTranspose2d(3, 4, 3, padding_mode='reflect')")]
    [InlineData("ConvTranspose3d(3, 4, 3, groups=0, padding_mode='reflect')")]
    public void Wrong_settings_are_refused_in_Pythons_words(string call) =>
        Parity.SameError(python, $"nn.{call}", () => Wrong(call).Dispose(), "import torch.nn as nn");

    private static Module Wrong(string call) => call switch
    {
        "Conv1d(2, 4, 3, groups=0)" => new Conv1d(2, 4, 3, groups: 0),
        "Conv1d(2, 4, 3, groups=-1)" => new Conv1d(2, 4, 3, groups: -1),
        "Conv2d(3, 4, 3, groups=2)" => new Conv2d(3, 4, 3, groups: 2),
        "Conv2d(4, 3, 3, groups=2)" => new Conv2d(4, 3, 3, groups: 2),
        "Conv2d(4, 4, 3, padding='same', stride=2)" => new Conv2d(4, 4, 3, padding: "same", stride: 2),
        "ConvTranspose1d(3, 4, 3, groups=2)" => new ConvTranspose1d(3, 4, 3, groups: 2),
        "ConvTranspose2d(3, 4, 3, padding_mode='reflect')" => new ConvTranspose2d(3, 4, 3, paddingMode: "reflect"),
        _ => new ConvTranspose3d(3, 4, 3, groups: 0, paddingMode: "reflect"),
    };

    // Python shows a set, in whatever order.
    [Fact]
    public void An_unknown_padding_is_refused_in_Pythons_words()
    {
        static string Sorted(string message) => string.Concat(message.Order());
        foreach (var (call, wrong) in new (string, Func<Module>)[]
        {
            ("nn.Conv1d(2, 4, 3, padding='none')", () => new Conv1d(2, 4, 3, padding: "none")),
            ("nn.Conv1d(2, 4, 3, padding_mode='mirror')", () => new Conv1d(2, 4, 3, paddingMode: "mirror")),
        })
        {
            Assert.Equal(Sorted(python.Error(call, "import torch.nn as nn").Message), Sorted(Assert.Throws<TorchValueException>(() => wrong()).Message));
        }
    }

    [Theory]
    [InlineData("r(2, 3, 5, 4)", "9, 20")]
    [InlineData("r(2, 3, 5, 4)", "9")]
    [InlineData("r(3, 5, 4)", "9, 9, 9, 9")]
    [InlineData("r(3, 5, 4)", "1, 2")]
    public void A_size_that_cannot_be_is_refused_in_Pythons_words(string input, string size)
    {
        var shape = Array.ConvertAll(input[2..^1].Split(", "), long.Parse);
        Parity.SameError(
            python, $"m(torch.ones({PythonTuple(shape)}), [{size}])", () => new ConvTranspose2d(3, 4, 3, stride: 2).Call(Torch.Ones(shape), Array.ConvertAll(size.Split(", "), long.Parse)),
            "import torch.nn as nn\nm = nn.ConvTranspose2d(3, 4, 3, stride=2)");
    }

    [Fact]
    public void Hooks_run_where_a_size_is_asked_for()
    {
        using var layer = new ConvTranspose1d(3, 4, 3, stride: 2);
        var input = Torch.Ones(2, 3, 5);
        var expected = layer.Call(input * 2, [12]) + 1;
        using var before = layer.RegisterForwardPreHook((_, given) => given * 2);
        using var after = layer.RegisterForwardHook((_, _, output) => output + 1);
        Assert.Equal(Parity.Bits(expected), Parity.Bits(layer.Call(input, [12])));
        Assert.NotEqual(Parity.Bits(expected), Parity.Bits(layer.Forward(input)));
    }

    private static string PythonTuple(long[] shape) => $"({string.Concat(shape.Select(extent => $"{extent},"))})";

    private static LayerRow Sized(string call, Func<TransposedConvolution> make, string inputs, params long[] size) => new(call, make, inputs)
    {
        PythonCall = $"m(*given, output_size=[{string.Join(", ", size)}])",
        Call = (module, given) => [((TransposedConvolution)module).Call(given[0], size)],
    };
}
