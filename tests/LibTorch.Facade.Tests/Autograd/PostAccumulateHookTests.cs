using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>What a post-accumulate hook may not do, as it would wait for itself for ever.</summary>
public sealed class PostAccumulateHookTests
{
    // libtorch calls the hook under the node's lock since 2.1, and Python waits for itself there.
    [Fact]
    public void A_post_accumulate_hook_may_not_go_backward_into_its_own_leaf()
    {
        using var x = Torch.Ones([2], requiresGrad: true);
        using var other = Torch.Ones([2], requiresGrad: true);
        var calls = 0;
        x.RegisterPostAccumulateGradHook(_ =>
        {
            if (calls++ == 0)
            {
                using var mode = Torch.EnableGrad();
                (other * 2).Sum().Backward();
                Torch.Autograd.Grad([(x * other).Sum()], [other]);
                (x * 2).Sum().Backward();
            }
        });
        if (LibraryCalls.IsAtLeast(2, 1))
        {
            var error = Assert.Throws<TorchException>(() => (x * 3).Sum().Backward());
            Assert.Contains("into its own leaf", error.Message, StringComparison.Ordinal);
            Assert.Equal([3f, 3f], x.Grad!.ToArray<float>());
        }
        else
        {
            (x * 3).Sum().Backward();
            Assert.Equal([5f, 5f], x.Grad!.ToArray<float>());
        }

        Assert.Equal([2f, 2f], other.Grad!.ToArray<float>());
        (x * 3).Sum().Backward();
    }

    [Theory]
    [InlineData("the leaf is the root")]
    [InlineData("the leaf has another node since its data was replaced")]
    [InlineData("inside of another pass")]
    public void Nor_in_other_ways(string way)
    {
        Assert.SkipUnless(LibraryCalls.IsAtLeast(2, 1), "older libtorchs call the hook without the node's lock");
        using var x = Torch.Ones([2], requiresGrad: true);
        using var other = Torch.Ones([2], requiresGrad: true);
        var product = (x * 2).Sum();
        if (way.Contains("replaced", StringComparison.Ordinal))
        {
            x.RegisterHook(_ => { x.Data = x.Detach().Double(); });
        }

        x.RegisterPostAccumulateGradHook(_ =>
        {
            using var mode = Torch.EnableGrad();
            if (way == "the leaf is the root")
            {
                x.Backward(Torch.Ones(2));
            }
            else if (way == "inside of another pass")
            {
                var result = other * 2;
                result.RegisterHook(_ => product.Backward());
                result.Sum().Backward();
            }
            else
            {
                product.Backward();
            }
        });
        Assert.Contains("into its own leaf", Assert.Throws<TorchException>(() => (x * 3).Sum().Backward()).Message, StringComparison.Ordinal);
    }
}
