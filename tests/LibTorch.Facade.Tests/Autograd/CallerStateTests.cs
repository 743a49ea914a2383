namespace LibTorch.Tests.Autograd;

/// <summary>The application's code on a thread of libtorch's: what is around it. Cuda/StandInCallbackTests.cs has more of it.</summary>
public sealed class CallerStateTests
{
    // libtorch runs a pass that is inside sixty others on a thread of its own.
    [Fact]
    public void Code_deep_inside_other_passes_has_the_callers_default_device_and_scope()
    {
        var thread = Environment.CurrentManagedThreadId;
        Tensor? made = null;
        void Nested(int depth)
        {
            using var mode = Torch.EnableGrad();
            var x = Torch.Ones([1], device: "cpu", requiresGrad: true);
            var y = x * 1;
            y.RegisterHook(_ =>
            {
                if (depth > 0)
                {
                    Nested(depth - 1);
                    return;
                }

                Assert.NotEqual(thread, Environment.CurrentManagedThreadId);
                made = Torch.Ones(1);
            });
            y.Sum().Backward();
        }

        using (Torch.OnDevice("meta"))
        using (new TensorScope())
        {
            Nested(100);
            Assert.Equal("meta", made!.Device.ToString());
        }

        Assert.Throws<ObjectDisposedException>(() => made!.Shape);
    }
}
