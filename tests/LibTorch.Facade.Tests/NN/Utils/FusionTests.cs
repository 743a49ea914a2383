using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>Fused layers are Python's in bits; layers without first values have none drawn.</summary>
[Collection(ProcessWideState.Name)]
public sealed class FusionTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn, torch.nn.utils.fusion as fusion
        torch.manual_seed(3)
        conv, plain, bn = nn.Conv2d(2, 3, 2), nn.Conv2d(2, 3, 2, bias=False), nn.BatchNorm2d(3)
        linear, bn1 = nn.Linear(4, 3), nn.BatchNorm1d(3)
        x = torch.randn(2, 2, 4, 4)
        for _ in range(3): bn(conv(torch.randn(5, 2, 4, 4))); bn1(torch.randn(5, 3))
        for m in (conv, plain, bn, linear, bn1): m.eval()
        """;

    private static (Conv2d Conv, Conv2d Plain, BatchNorm2d Bn, Linear Linear, BatchNorm1d Bn1, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        var (conv, plain, bn) = (new Conv2d(2, 3, 2), new Conv2d(2, 3, 2, bias: false), new BatchNorm2d(3));
        var (linear, bn1) = (new Linear(4, 3), new BatchNorm1d(3));
        var x = Torch.Randn(2, 2, 4, 4);
        for (var i = 0; i < 3; i++)
        {
            bn.Call(conv.Call(Torch.Randn(5, 2, 4, 4)));
            bn1.Call(Torch.Randn(5, 3));
        }

        foreach (Module module in new Module[] { conv, plain, bn, linear, bn1 })
        {
            module.Eval();
        }

        return (conv, plain, bn, linear, bn1, x);
    }

    [Fact]
    public void They_are_Pythons()
    {
        var (conv, plain, bn, linear, bn1, x) = Made();
        var fused = Utils.FuseConvBnEval(conv, bn);
        Parity.Same(python, "list(f.state_dict().values()) + [f(x)]", [.. fused.StateDict().Values, fused.Call(x)], Setup + "\nf = fusion.fuse_conv_bn_eval(conv, bn)\n");
        fused = Utils.FuseConvBnEval(plain, bn);
        Parity.Same(python, "list(f.state_dict().values()) + [f(x)]", [.. fused.StateDict().Values, fused.Call(x)], Setup + "\nf = fusion.fuse_conv_bn_eval(plain, bn)\n");
        Parity.SameText(python, "fusion.fuse_conv_bn_eval(plain, bn)", fused, Setup);
        Assert.Null(plain.Bias);
        var fusedLinear = Utils.FuseLinearBnEval(linear, bn1);
        Parity.Same(python, "list(fusion.fuse_linear_bn_eval(linear, bn1).state_dict().values())", fusedLinear.StateDict().Values, Setup);
        Parity.SameError(
            python, "fusion.fuse_linear_bn_eval(linear, nn.BatchNorm1d(2).eval())", () => Utils.FuseLinearBnEval(linear, (BatchNorm1d)new BatchNorm1d(2).Eval()), Setup);
        bn.Train();
        Parity.SameError(python, "fusion.fuse_conv_bn_eval(conv, bn.train())", () => Utils.FuseConvBnEval(conv, bn), Setup);
    }

    [Fact]
    public void A_layer_without_first_values_draws_none()
    {
        Torch.ManualSeed(3);
        var linear = Utils.SkipInit(device => new Linear(4, 3, device: device, dtype: LibTorch.DType.Float64));
        var drawn = Torch.Rand(1);
        Assert.Equal("cpu float64 True", $"{linear.Weight.Device} {linear.Weight.DType.ToString()[6..]} {linear.Weight.RequiresGrad}");
        Parity.SameText(python, "m", linear, "import torch.nn as nn\nm = torch.nn.utils.skip_init(nn.Linear, 4, 3, dtype=torch.float64)\n");
        Parity.Same(python, "r", drawn, "import torch.nn as nn\ntorch.manual_seed(3)\nm = torch.nn.utils.skip_init(nn.Linear, 4, 3)\nr = torch.rand(1)\n");
        linear.Call(Torch.Ones([4], dtype: LibTorch.DType.Float64)).Sum().Backward();
    }

    [Fact]
    public void Weights_are_laid_out_in_a_format()
    {
        var (conv, _, _, _, _, x) = Made();
        Sequential net = [conv, new ReLU()];
        var before = Parity.Bits(net.Call(x));
        Utils.ConvertConv2dWeightMemoryFormat(net, MemoryFormat.ChannelsLast);
        Assert.True(conv.Weight.IsContiguousMemoryFormat(MemoryFormat.ChannelsLast));
        Assert.Equal(before[..20], Parity.Bits(net.Call(x))[..20]);
    }
}
