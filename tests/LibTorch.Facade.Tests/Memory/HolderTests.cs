using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch.Tests.Memory;

/// <summary>Whoever still knows a disposed tensor keeps nothing alive: a holder may hold another tensor by then.</summary>
[Collection(ProcessWideState.Name)]
public sealed class HolderTests
{
    private const long Mebibyte = 1 << 20;

    // More than a pool has holders.
    private const int Many = 70;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tensor_that_was_disposed_of_in_use_or_at_rest(bool inUse)
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        var disposed = Enumerable.Range(0, Many).Select(_ => Disposed(inUse)).ToArray();
        MakeAndDrop();
        AssertLittleIsLeft(before);
        Assert.All(disposed, tensor => Assert.Throws<ObjectDisposedException>(() => tensor.Sum()));
        GC.KeepAlive(disposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scope_whose_tensors_another_thread_disposed_of(bool kept)
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        using (var scope = new TensorScope())
        {
            var made = Enumerable.Range(0, Many).Select(_ => Torch.Ones(1)).ToArray();
            if (kept)
            {
                scope.Keep(made);
            }

            OnAnotherThread(() =>
            {
                Array.ForEach(made, tensor => tensor.Dispose());
                MakeAndDrop();
            });
            AssertLittleIsLeft(before);
        }
    }

    [Fact]
    public void A_scope_does_not_keep_what_nobody_holds()
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        using (new TensorScope())
        {
            MakeAndDrop();
            AssertLittleIsLeft(before);
        }
    }

    // Entries of the registry are used again for other threads' tensors, which a scope must leave alone.
    [Fact]
    public void A_scope_ends_without_the_tensors_that_took_its_own_ones_places()
    {
        for (var round = 0; round < 20; round++)
        {
            Tensor[] others = [];
            using (new TensorScope())
            {
                MakeAndDrop();
                Torch.Memory.Collect();
                OnAnotherThread(() => others = [.. Enumerable.Range(0, 4 * Many).Select(i => Torch.Full([1], (long)i))]);
            }

            Assert.Equal(Enumerable.Range(0, 4 * Many).Select(i => (long)i), others.Select(tensor => tensor.Item<long>()));
        }
    }

    [Fact]
    public void No_two_tensors_have_the_same_mark()
    {
        HashSet<TensorMark> marks = [];
        for (var round = 0; round < 20; round++)
        {
            Mark(marks, 500);
            Torch.Memory.Collect();
        }

        Assert.Equal(20 * 500, marks.Count);
        Assert.All(marks, mark => Assert.True(mark.IsGone));
        Assert.All(marks, mark => Assert.Null(TensorRegistry.Find(mark)));
    }

    // Some are disposed of, in use or at rest, the others left to the collector.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mark(HashSet<TensorMark> marks, int count)
    {
        var handles = Enumerable.Range(0, count).Select(_ => Handle()).ToArray();
        for (var i = 0; i < count; i++)
        {
            Assert.True(marks.Add(handles[i].Mark));
            Assert.Equal(handles[i], TensorRegistry.Find(handles[i].Mark));
            if (i % 3 == 0)
            {
                handles[i].Acquire();
                handles[i].Dispose();
                Assert.False(handles[i].Mark.IsGone);
                handles[i].Release();
            }
            else if (i % 3 == 1)
            {
                handles[i].Dispose();
            }
        }
    }

    private static TensorHandle Handle()
    {
        using var x = Torch.Ones(1);
        return TensorCalls.VariableData(x);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Disposed(bool inUse)
    {
        var x = Torch.Ones([2], requiresGrad: true);
        var y = (x * 2).Sum();
        if (inUse)
        {
            x.RegisterHook(_ => y.Dispose());
        }

        y.Backward();
        y.Dispose();
        return y;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndDrop()
    {
        for (var i = 0; i < 2 * Many; i++)
        {
            Torch.Empty([Mebibyte], dtype: DType.UInt8);
        }
    }

    private static void OnAnotherThread(ThreadStart body)
    {
        Thread thread = new(body);
        thread.Start();
        thread.Join();
    }

    private static void AssertLittleIsLeft(long before)
    {
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Mebibyte / 2);
    }
}
