using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Memory;

/// <summary>Finalizers of the application's, which run while the tensors that they reach are finalized too.</summary>
[Collection(ProcessWideState.Name)]
public sealed class FinalizerTests
{
    private const int Owners = 2_000;

    private static readonly HashSet<double> Values = [.. Enumerable.Range(0, Owners).Select(i => (double)i)];

    // Nobody has to write such finalizers, but other languages teach them.
    [Fact]
    public void A_finalizer_may_use_its_tensor_and_dispose_of_it()
    {
        var sums = new ConcurrentQueue<double>();
        for (var round = 0; round < 3; round++)
        {
            sums.Clear();
            MakeAndForget(tensor =>
            {
                sums.Enqueue((double)tensor.Sum());
                tensor.Dispose();
            });
            Torch.Memory.Collect();
            AssertNearlyAll([.. sums]);

            // Made in the memory that was given back, by the holders that were.
            var later = Enumerable.Range(0, Owners).Select(i => Torch.Full([4], i)).ToArray();
            Torch.Memory.Collect();
            Assert.All(later, (tensor, i) => Assert.Equal(4.0 * i, (double)tensor.Sum()));
        }
    }

    [Fact]
    public void A_tensor_that_a_finalizer_brings_back_lives_on()
    {
        var back = new ConcurrentQueue<Tensor>();
        MakeAndForget(back.Enqueue);
        Torch.Memory.Collect();
        var others = Enumerable.Range(0, Owners).Select(_ => Torch.Full([4], -1)).ToArray();
        AssertNearlyAll([.. back.Select(tensor => (double)tensor.Sum())]);
        foreach (var tensor in back)
        {
            tensor.Dispose();
        }

        Torch.Memory.Collect();
        Assert.All(others, other => Assert.Equal(-4.0, (double)other.Sum()));
    }

    [Fact]
    public void What_only_a_finalizer_came_to_is_freed()
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        MakeAndForget(_ => { });
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Owners / 2 * 16);
    }

    // The last few may still stand in a register or on the stack.
    private static void AssertNearlyAll(double[] sums)
    {
        Assert.InRange(sums.Length, Owners - 10, Owners);
        Assert.Equal(sums.Length, sums.Distinct().Count());
        Assert.All(sums, sum => Assert.Contains(sum / 4, Values));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(Action<Tensor> finalize)
    {
        foreach (var value in Values)
        {
            _ = new Finalized(Torch.Full([4], value), finalize);
        }
    }

    private sealed class Finalized(Tensor tensor, Action<Tensor> finalize)
    {
        ~Finalized() => finalize(tensor);
    }
}
