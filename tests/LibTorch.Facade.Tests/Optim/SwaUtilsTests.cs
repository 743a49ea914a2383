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
}
