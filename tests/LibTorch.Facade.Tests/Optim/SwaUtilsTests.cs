using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Batch normalisation after averaged weights.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SwaUtilsTests(PythonSession python)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Running_figures_are_computed_anew(bool training)
    {
        Torch.ManualSeed(2);
        var (first, second) = (new BatchNorm1d(3), new BatchNorm1d(2, momentum: 0.3));
        Sequential net = [first, new Linear(3, 2), second];
        Tensor[] batches = [Torch.Randn(4, 3), Torch.Randn(4, 3), Torch.Randn(6, 3)];
        net.Call(batches[0] * 3);
        net.Train(training);
        SwaUtils.UpdateBn(batches, net);
        Assert.Equal(training, net.Training);
        Assert.Equal((0.1, 0.3), (first.Momentum, second.Momentum));
        Parity.Same(python, "list(net.state_dict().values())", net.StateDict().Values, $"""
            torch.manual_seed(2)
            net = nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 2), nn.BatchNorm1d(2, momentum=0.3))
            batches = [torch.randn(4, 3), torch.randn(4, 3), torch.randn(6, 3)]
            net(batches[0] * 3)
            net.train({(training ? "True" : "False")})
            torch.optim.swa_utils.update_bn(batches, net)
            """);
    }

    public static TheoryData<string> Averages => ["", "avg_fn=lambda a, m, n: 0.9 * a + (1 - 0.9) * m", "use_buffers=True", "multi_avg_fn=get_ema_multi_avg_fn(0.9)", "multi_avg_fn=get_swa_multi_avg_fn()", "avg_fn=get_ema_avg_fn(0.9)", "avg_fn=get_swa_avg_fn()"];

    [Theory]
    [MemberData(nameof(Averages))]
    public void Averages_are_Pythons(string arguments)
    {
        var function = arguments.Split('=', '(') is [_, var name, ..] ? name : "";
        Assert.SkipUnless(!function.StartsWith("get", StringComparison.Ordinal) || python.Eval($"hasattr(torch.optim.swa_utils, '{function}')") == "True", $"Python has no {function}");
        Torch.ManualSeed(2);
        Sequential Net() => [new Linear(3, 2), new BatchNorm1d(2)];
        var net = Net();
        var averaged = arguments switch
        {
            "use_buffers=True" => new AveragedModel<Tensor, Tensor>(net, useBuffers: true),
            "multi_avg_fn=get_ema_multi_avg_fn(0.9)" => new(net, multiAvgFn: SwaUtils.GetEmaMultiAvgFn(0.9)),
            "multi_avg_fn=get_swa_multi_avg_fn()" => new(net, multiAvgFn: SwaUtils.GetSwaMultiAvgFn()),
            "" or "avg_fn=get_swa_avg_fn()" => new(net, avgFn: arguments.Length == 0 ? null : SwaUtils.GetSwaAvgFn()),
            _ => new(net, avgFn: SwaUtils.GetEmaAvgFn(0.9)),
        };
        var x = Torch.Randn(5, 3);
        var optimizer = new SGD(net.Parameters(), lr: 0.1);
        for (var i = 0; i < 6; i++)
        {
            optimizer.ZeroGrad();
            net.Call(x).Pow(2).Sum().Backward();
            optimizer.Step();
            averaged.UpdateParameters(net);
        }

        var setup = $"""
            from torch.optim.swa_utils import *
            from torch.optim.swa_utils import AveragedModel
            torch.manual_seed(2)
            Net = lambda: nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
            net = Net()
            averaged = AveragedModel(net{(arguments.Length > 0 ? ", " : "")}{arguments})
            x = torch.randn(5, 3)
            optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
            for i in range(6):
                optimizer.zero_grad()
                (net(x) ** 2).sum().backward()
                optimizer.step()
                averaged.update_parameters(net)
            """;
        Assert.Equal(python.Eval("list(averaged.state_dict())", setup), PythonValue.Repr(averaged.StateDict().Keys.Select(key => (object?)key).ToList()));
        Parity.Same(python, "list(averaged.state_dict().values())", averaged.StateDict().Values, setup);
        Parity.Same(python, "averaged.eval()(x).detach()", ((AveragedModel<Tensor, Tensor>)averaged.Eval()).Call(x).Detach(), setup);
    }

    [Fact]
    public void A_decay_is_between_0_and_1() =>
        Assert.Equal("Invalid decay value 1.5 provided. Please provide a value in [0,1] range.", Assert.Throws<TorchValueException>(() => SwaUtils.GetEmaAvgFn(1.5)).Message);
}
