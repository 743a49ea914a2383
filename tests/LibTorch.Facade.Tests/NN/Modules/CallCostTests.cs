using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>A call without hooks makes no object beside its result.</summary>
public sealed class CallCostTests
{
    [Fact]
    public void A_call_allocates_nothing_of_its_own()
    {
        Sequential net = [new Identity()];
        for (var i = 0; i < 9; i++)
        {
            net = [net];
        }

        var x = Torch.Ones(1);
        Assert.Same(x, net.Call(x));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _ = net.Call(x);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        using var hook = net.RegisterForwardHook((_, _, output) => output);
        Assert.Same(x, net.Call(x));
    }
}
