using LibTorch.NN;
using LibTorch.Optim;
using static LibTorch.Tests.Autograd.Peers.SampleNets;

namespace LibTorch.Tests.Autograd.Peers;

/// <summary>What a scope leaves of training.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScopeTests : IDisposable
{
    public void Dispose() => Torch.Memory.RecordOrigins = false;

    [Fact]
    public void Training_in_a_scope_leaves_no_tensor_but_the_networks()
    {
        // In TorchSharp the scope takes a network that is made in it too; here a parameter is its module's.
        using var net = Evenly(new Mixed());
        var optimizer = new SGD(net.Parameters(), lr: 0.01);
        var before = net.Parameters().Select(Parity.Bits).ToList();
        Torch.Memory.RecordOrigins = true;
        using (new TensorScope())
        {
            for (var i = 0; i < 3; i++)
            {
                optimizer.ZeroGrad();
                new MSELoss("sum").Call(net.Call(X), Y).Backward();
                optimizer.Step();
            }

            Assert.NotEmpty(Torch.Memory.LivingTensors());
        }

        Assert.Empty(Torch.Memory.LivingTensors());
        Assert.All(net.Parameters().Zip(before), pair => Assert.NotEqual(pair.Second, Parity.Bits(pair.First)));
    }

    [Fact]
    public void Tensors_that_record_are_given_back_as_others_are()
    {
        Torch.Memory.Collect();
        var live = Torch.Memory.Live;
        for (var i = 0; i < 25; i++)
        {
            using var scope = new TensorScope();
            var x = Torch.Ones([1 << 20], requiresGrad: true);
            (x * x).Sum().Backward();
            Assert.True(Torch.Memory.Live > live + (6 << 20), "the tensor and its gradient are not counted");
            Assert.NotNull(x.Grad);
        }

        Assert.InRange(Torch.Memory.Live, 0, live + (1 << 20));
    }
}
