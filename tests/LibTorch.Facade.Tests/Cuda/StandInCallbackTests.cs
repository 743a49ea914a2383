using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Cuda;

/// <summary>The application's code on the engine's threads: what the thread that called Backward has is there too.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInCallbackTests(StandInCuda cuda)
{
    [Fact]
    public void A_hook_makes_tensors_on_the_callers_default_device() => cuda.Elsewhere(this, () =>
    {
        List<(int Thread, Device Device)> seen = [];
        using var x = Torch.Ones([2], device: "cuda", requiresGrad: true);
        var y = x * 2;
        y.RegisterHook(_ => seen.Add((Environment.CurrentManagedThreadId, Torch.Ones(1).Device)));
        using (Torch.OnDevice("cuda:1"))
        {
            y.Sum().Backward();
        }

        var (thread, device) = Assert.Single(seen);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal("cuda:1", device.ToString());

        // It was for that pass only.
        (x * 2).Sum().Backward();
        var z = x * 2;
        z.RegisterHook(_ => seen.Add((0, Torch.Ones(1).Device)));
        z.Sum().Backward();
        Assert.Equal(Device.Cpu, seen[^1].Device);
    });

    [Fact]
    public void What_a_hook_makes_goes_with_the_callers_scope() => cuda.Elsewhere(this, () =>
    {
        List<Tensor> made = [];
        using var x = Torch.Ones([2], device: "cuda", requiresGrad: true);
        using (var scope = new TensorScope())
        {
            var y = x * 2;
            y.RegisterHook(grad =>
            {
                using var inner = new TensorScope();
                var kept = inner.Keep(grad * 3);
                made.AddRange([grad, kept, grad * 4]);
            });
            y.Sum().Backward();
            Assert.Equal(3, made[1].Max().Item<float>());
            Assert.Throws<ObjectDisposedException>(() => made[2].Max());
        }

        Assert.All(made, tensor => Assert.Throws<ObjectDisposedException>(() => tensor.Max()));
        Assert.Equal(2, x.Grad!.Max().Item<float>());
    });

    [Fact]
    public void So_does_what_a_functions_backward_makes() => cuda.Elsewhere(this, () =>
    {
        Tensor? made = null;
        var function = new Custom(
            (_, inputs) => [inputs[0] * 1],
            (_, grads) =>
            {
                made = Torch.Ones(2);
                return [grads[0]];
            });
        using var x = Torch.Ones([2], device: "cuda", requiresGrad: true);
        using (Torch.OnDevice("cuda:1"))
        using (new TensorScope())
        {
            function.Apply(x)[0].Sum().Backward();
            Assert.Equal("cuda:1", made!.Device.ToString());
        }

        Assert.Throws<ObjectDisposedException>(() => made.Max());
    });
}
