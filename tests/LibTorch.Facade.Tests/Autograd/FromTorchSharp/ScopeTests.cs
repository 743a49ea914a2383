using LibTorch.NN;
using LibTorch.Optim;
using static LibTorch.Tests.Autograd.FromTorchSharp.SampleNets;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Tensors that remain after training in a TensorScope.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScopeTests : IDisposable
{
    public void Dispose() => Torch.Memory.RecordOrigins = false;

    [Fact]
    public void Training_in_a_scope_leaves_no_tensor_but_the_networks()
    {
        // In TorchSharp a scope also disposes of a network made in it; here parameters belong to their module.
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
    public void A_scope_frees_tensors_that_require_grad()
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
