using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Memory;

/// <summary>Who frees what, and when. The counters are of the whole process, so nothing else runs beside these.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LifetimeTests
{
    private const long Mebibyte = 1 << 20;

    [Fact]
    public void Live_bytes_follow_a_tensor_from_birth_to_dispose()
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        var x = Torch.Zeros([(int)(16 * Mebibyte)], dtype: DType.UInt8);
        Assert.InRange(Torch.Memory.Live - before, 15 * Mebibyte, 17 * Mebibyte);
        x.Dispose();
        Assert.InRange(Torch.Memory.Live - before, -Mebibyte, Mebibyte);
        Assert.True(Torch.Memory.Peak >= before + 15 * Mebibyte);
        Torch.Memory.ResetPeak();
        Assert.True(Torch.Memory.Peak < before + 15 * Mebibyte);
    }

    // The collector is told of 32 MiB at the latest when little is alive. What it leaves is a few tensors more.
    [Theory]
    [InlineData(20_000, 4096, 64)]
    [InlineData(1_000, 4 * Mebibyte, 256)]
    public void Undisposed_tensors_do_not_pile_up(int count, long bytes, long mostMebibytes) => AssertLittlePilesUp(count, bytes, mostMebibytes);

    // The thread's pool then has holders as old as the collector can tell, whose former tensors are still kept.
    // Three times the 32 MiB may come together before it looks at those.
    [Fact]
    public void Undisposed_tensors_do_not_pile_up_where_much_was_in_use_before()
    {
        var old = Enumerable.Range(0, 100).Select(_ => Torch.Empty([4 * Mebibyte], dtype: DType.UInt8)).ToArray();
        Torch.Memory.Collect();
        foreach (var tensor in old)
        {
            tensor.Dispose();
        }

        AssertLittlePilesUp(1_000, 4 * Mebibyte, 128);
        GC.KeepAlive(old);
    }

    [Fact]
    public void A_disposed_tensor_never_meets_its_successors_memory()
    {
        var old = Torch.Full([4], 1);
        old.Dispose();
        for (var i = 0; i < 100; i++)
        {
            using var next = Torch.Full([4], i);
            Assert.Throws<ObjectDisposedException>(() => old.Sum());
            old.Dispose();
            Assert.Equal(4 * i, next.Sum().Item<long>());
        }
    }

    [Fact]
    public void Use_racing_with_dispose_gives_a_right_result_or_says_that_it_is_disposed()
    {
        for (var round = 0; round < 300; round++)
        {
            var x = Torch.Full([64], round);
            using var start = new Barrier(3);
            Parallel.Invoke(
                () =>
                {
                    start.SignalAndWait();
                    x.Dispose();
                    using var other = Torch.Full([64], -1);
                },
                () => Use(x, round, start),
                () => Use(x, round, start));
        }
    }

    [Fact]
    public void Copying_racing_with_dispose_copies_all_or_says_that_it_is_disposed()
    {
        var copied = new long[1 << 18];
        for (var round = 0; round < 300; round++)
        {
            var x = Torch.Full([copied.Length], round);
            using var start = new Barrier(2);
            Parallel.Invoke(
                () =>
                {
                    start.SignalAndWait();
                    Thread.SpinWait(50 * (round % 20));
                    x.Dispose();
                    using var other = Torch.Full([copied.Length], -1);
                },
                () =>
                {
                    start.SignalAndWait();
                    try
                    {
                        x.CopyTo<long>(copied);
                        Assert.False(copied.AsSpan().ContainsAnyExcept(round));
                        Assert.False(x.ToArray<long>().AsSpan().ContainsAnyExcept(round));
                    }
                    catch (ObjectDisposedException)
                    {
                        // As it should be, once it is.
                    }
                });
        }
    }

    // A number that is taken to the dtype it has is the tensor that the number became.
    [Fact]
    public void A_number_that_a_result_shares_is_not_used_again()
    {
        using var x = Torch.Ones([2], dtype: DType.Float64);
        for (var i = 0; i < 3; i++)
        {
            using var shared = (Tensor)Torch.Ops["aten::to.dtype"].Invoke(2.0, DType.Float64)[0]!;
            shared.Fill_(7);
            using var doubled = x * 2.0;
            Assert.Equal([2.0, 2.0], doubled.ToArray<double>());
        }
    }

    private static void AssertLittlePilesUp(int count, long bytes, long mostMebibytes)
    {
        Torch.Memory.Collect();
        Torch.Memory.ResetPeak();
        var before = Torch.Memory.Live;
        MakeAndForget(count, bytes);
        Assert.True(Torch.Memory.Peak - before < mostMebibytes * Mebibyte + before / 2, $"{(Torch.Memory.Peak - before) / Mebibyte} MiB more than before");
        Torch.Memory.Collect();

        // What an earlier test left to the collector may have gone as well.
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Mebibyte);
    }

    private static void Use(Tensor x, int value, Barrier start)
    {
        start.SignalAndWait();
        try
        {
            using var sum = x.Sum();
            Assert.Equal(64 * value, sum.Item<long>());
        }
        catch (ObjectDisposedException)
        {
            // As it should be, once it is.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MakeAndForget(int count, long bytes)
    {
        for (var i = 0; i < count; i++)
        {
            _ = Torch.Empty([bytes], dtype: DType.UInt8);
        }
    }
}
