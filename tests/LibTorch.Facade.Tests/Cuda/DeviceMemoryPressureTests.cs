using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Cuda;

/// <summary>A device of 64 MiB that is full of tensors that nobody holds: whatever asks for memory gets it.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class DeviceMemoryPressureTests(StandInCuda cuda)
{
    private const long MiB = 1 << 20;

    private static long Failures => (long)StandInCuda.Ask("failures")!;

    [Fact]
    public void A_backward_pass_gets_it() => cuda.Elsewhere(this, () =>
    {
        using var x = Make(8).RequiresGrad_();
        using var y = (x * x).Sum();
        Litter(44);
        y.Backward();
        Assert.Equal(2 * 8 * MiB / 4, x.Grad!.Sum().Item<float>());
        Assert.Equal(0, Failures);
    });

    [Fact]
    public void An_operator_that_writes_gets_it() => cuda.Elsewhere(this, () =>
    {
        using var x = Make(4);
        Litter(56);
        x.Resize_(20 * MiB / 4);
        Assert.Equal(20 * MiB / 4, x.Numel);
        Assert.Equal(0, Failures);
    });

    [Fact]
    public void A_loop_that_disposes_of_nothing_never_fills_the_device() => cuda.Elsewhere(this, () =>
    {
        for (var i = 0; i < 500; i++)
        {
            _ = Make(3) + 1;
        }

        Assert.Equal(0, Failures);
    });

    [Fact]
    public void Threads_that_fill_two_devices_at_once_neither_fail_nor_wait_for_each_other() => cuda.Elsewhere(this, () =>
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            for (var j = 0; j < 50; j++)
            {
                _ = Torch.Ones([MiB / 2], device: $"cuda:{(i + j) % 2}");
            }
        }));

    [Fact]
    public void Tensors_that_are_held_are_an_error_and_work_goes_on() => cuda.Elsewhere(this, () =>
    {
        List<Tensor> held = [];
        Assert.Throws<TorchOutOfMemoryException>(() =>
        {
            while (held.Count < 100)
            {
                held.Add(Make(4));
            }
        });
        Assert.InRange(held.Count, 15, 16);
        held.ForEach(tensor => tensor.Dispose());
        using var again = Make(40);
        Assert.Equal(40 * MiB / 4, again.Sum().Item<float>());
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Litter(int megabytes)
    {
        for (var i = 0; i < megabytes; i += 4)
        {
            _ = Make(4);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Make(long megabytes) => Torch.Ones([megabytes * MiB / 4], device: "cuda");
}
