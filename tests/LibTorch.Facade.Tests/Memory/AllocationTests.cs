namespace LibTorch.Tests.Memory;

/// <summary>The managed memory that a small operation takes.</summary>
public class AllocationTests
{
    private const int Times = 1000;

    // The object itself: an identity, so it cannot be used again for another tensor.
    private const int Tensor = 32;

    [Fact]
    public void An_addition_takes_its_object_and_undisposed_the_holder_of_its_reference()
    {
        using var a = Torch.Randn(4);
        using var b = Torch.Randn(4);
        Disposed(a, b);
        Assert.InRange(Allocated(() => Disposed(a, b)), Tensor, Tensor + 0.5);
        Undisposed(a, b);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Allocated(() => Undisposed(a, b)), Tensor, 64.5);
    }

    private static double Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }

    private static void Disposed(Tensor a, Tensor b)
    {
        for (var i = 0; i < Times; i++)
        {
            using var sum = a + b;
        }
    }

    private static void Undisposed(Tensor a, Tensor b)
    {
        for (var i = 0; i < Times; i++)
        {
            _ = a + b;
        }
    }
}
