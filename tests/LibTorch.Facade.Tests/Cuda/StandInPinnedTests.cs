namespace LibTorch.Tests.Cuda;

/// <summary>The host's memory that CUDA pins.</summary>
[Collection(StandInCudaTestGroup.Name)]
public sealed class StandInPinnedTests(StandInCuda cuda)
{
    private const long MiB = 1 << 20;

    [Fact]
    public void It_may_be_the_first_use_of_CUDA() => cuda.Elsewhere(this, () =>
    {
        using var x = Torch.Ones(2).PinMemory();
        Assert.True(x.IsPinned());
        Assert.Equal([1, 1], x.ToArray<float>());
    });

    [Fact]
    public void So_may_the_question() => cuda.Elsewhere(this, () => Assert.False(Torch.Ones(2).IsPinned()));

    [Fact]
    public void It_is_counted() => cuda.Elsewhere(this, () =>
    {
        using var x = Torch.Ones(MiB);
        var before = Torch.Memory.Live;
        var pinned = x.PinMemory();
        Assert.Equal(4 * MiB, Torch.Memory.Live - before);
        var empty = Torch.Empty([MiB], pinMemory: true);
        Assert.True(empty.IsPinned());
        Assert.Equal(8 * MiB, Torch.Memory.Live - before);
        using (var view = pinned[1..])
        {
            pinned.Dispose();
            Assert.Equal(8 * MiB, Torch.Memory.Live - before);
        }

        empty.Dispose();
        Assert.Equal(before, Torch.Memory.Live);
    });

    [Fact]
    public void So_is_a_copy_from_a_device_that_nobody_waits_for() => cuda.Elsewhere(this, () =>
    {
        using var x = Torch.Ones([MiB], device: "cuda");
        var before = Torch.Memory.Live;
        using var copy = x.To("cpu", nonBlocking: true);
        Assert.True(copy.IsPinned());
        Assert.Equal(4 * MiB, Torch.Memory.Live - before);
    });

    [Fact]
    public void A_loop_that_disposes_of_nothing_stays_small() => cuda.Elsewhere(this, () =>
    {
        using var x = Torch.Ones(MiB);
        Torch.Memory.ResetPeak();
        for (var i = 0; i < 100; i++)
        {
            _ = x.PinMemory();
        }

        Assert.InRange(Torch.Memory.Peak, 4 * MiB, 200 * MiB);
    });
}
