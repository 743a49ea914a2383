using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Memory;

/// <summary>Memory that the program has a span of: it stays where it is, and a lease keeps it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LeaseTests(PythonSession python)
{
    public static TheoryData<string, string> Growing => new()
    {
        { "x.resize_(1000)", "resize" },
        { "torch.add(torch.ones(1000), torch.ones(1000), out=x)", "out" },
        { "x.view(2, 2).resize_(1000)", "view" },
    };

    [Theory]
    [MemberData(nameof(Growing))]
    public void What_has_a_span_does_not_grow_as_after_numpy(string expression, string way)
    {
        foreach (var lease in new[] { false, true })
        {
            var x = Torch.Zeros(4);
            using var held = lease ? x.Lease<float>() : null;
            if (!lease)
            {
                x.AsSpan<float>()[0] = 1;
            }

            Parity.SameError(
                python,
                expression,
                () => _ = way switch
                {
                    "resize" => x.Resize_(1000),
                    "out" => Torch.AddOut(x, Torch.Ones(1000), Torch.Ones(1000)),
                    _ => x.View(2, 2).Resize_(1000),
                },
                "x = torch.zeros(4); a = x.numpy()");
        }
    }

    // Python leaves the new shape on the old memory, and reads beyond it.
    [Theory]
    [InlineData("held")]
    [InlineData("too large")]
    [InlineData("overflow")]
    [InlineData("out")]
    [InlineData("view")]
    public void What_cannot_grow_is_as_large_as_its_memory(string way)
    {
        var x = Torch.Arange(6.0).Reshape(2, 3);
        var resized = way == "view" ? x[1] : x;
        if (way is "held" or "out" or "view")
        {
            _ = x.AsSpan<float>();
        }

        var sizes = way switch
        {
            "too large" => new[] { 1L << 50 },
            "overflow" => [1L << 40, 1L << 40],
            _ => [1L << 20],
        };
        Assert.ThrowsAny<TorchException>(() => way == "out" ? Torch.AddOut(x, Torch.Ones(1 << 20), Torch.Ones(1 << 20)) : resized.Resize_((IntList)sizes));
        Assert.InRange(resized.Numel, 0, 6);
        Assert.Equal(x.Flatten().ToArray<float>()[^(int)resized.Numel..], resized.Flatten().ToArray<float>());
        Assert.Equal(15f, x.Sum().Item<float>());
        Assert.Equal(6, x.Add_(1).Numel);
    }

    [Fact]
    public void It_still_resizes_within_its_memory_as_after_numpy()
    {
        var x = Torch.Arange(4.0);
        _ = x.AsSpan<float>();
        x.Resize_(2);
        x.Resize_(4);
        Parity.Same(python, "x.resize_(2).resize_(4)", x, "x = torch.arange(4.0); a = x.numpy()");
    }

    [Fact]
    public void What_only_copies_leaves_it_free_to_grow()
    {
        var x = Torch.Arange(4.0);
        _ = (x.ToArray<float>(), x.ToString(), x[0].Item<float>());
        x.CopyTo(new float[4]);
        x.CopyFrom<float>([1, 2, 3, 4]);
        Assert.Equal(1000, x.Resize_(1000).Numel);
    }

    [Fact]
    public void A_refused_one_leaves_it_free_to_grow()
    {
        var x = Torch.Zeros(2, 2);
        Assert.Throws<InvalidOperationException>(() => x.T.AsSpan<float>());
        Assert.Throws<InvalidOperationException>(() => x.T.Lease<float>());
        Assert.Throws<ArgumentException>(() => x.Lease<double>());
        Assert.Equal(1000, x.Resize_(1000).Numel);
    }

    [Fact]
    public void A_lease_reads_and_writes_where_the_elements_lie()
    {
        var x = Torch.Zeros(2, 3);
        using var lease = x[1].Lease<float>();
        lease.Span[2] = 5;
        lease.Memory.Span[0] = 4;
        Assert.Equal([0, 0, 0, 4, 0, 5], x.ToArray<float>());
        Assert.Equal(3, lease.Memory.Length);
        using var nothing = Torch.Zeros(0).Lease<float>();
        Assert.True(nothing.Memory.IsEmpty);
    }

    // What happens to the tensor meanwhile is what numpy's array outlives too.
    [Theory]
    [InlineData("dispose")]
    [InlineData("data")]
    [InlineData("set")]
    [InlineData("forget")]
    public void It_outlives_the_tensor(string end)
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        var lease = Leased(end, 1 << 20);
        Torch.Memory.Collect();
        Fill(lease);
        Assert.True(Torch.Memory.Live - before >= 4 << 20);
        lease.Dispose();
        lease.Dispose();
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, 1 << 20);
        Assert.Throws<ObjectDisposedException>(() => lease.Span.Length);
        Assert.Throws<ObjectDisposedException>(() => lease.Memory);
        Assert.Throws<ObjectDisposedException>(() => lease.Pin());
    }

    [Fact]
    public void A_pin_outlives_the_lease()
    {
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        var lease = Leased("dispose", 1 << 20);
        var pin = lease.Memory.Pin();
        lease.Dispose();
        Assert.True(Torch.Memory.Live - before >= 4 << 20);
        pin.Dispose();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, 1 << 20);
        Assert.Throws<InvalidOperationException>(lease.Unpin);
    }

    [Fact]
    public void A_Memory_keeps_a_lease_that_is_forgotten()
    {
        Memory<float> memory = Leased("forget", 1 << 20).Memory;
        Torch.Memory.Collect();
        memory.Span.Fill(1);
        using (memory.Pin())
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Leased("forget", 4).Pin(5));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TensorLease<float> Leased(string end, int count)
    {
        var x = Torch.Zeros(count);
        var lease = x.Lease<float>();
        switch (end)
        {
            case "dispose":
                x.Dispose();
                break;
            case "data":
                x.Data = Torch.Ones(1);
                break;
            case "set":
                x.Set_(Torch.Ones(1));
                break;
        }

        return lease;
    }

    private static void Fill(TensorLease<float> lease)
    {
        lease.Span.Fill(7);
        Assert.Equal(-1, lease.Span.IndexOfAnyExcept(7f));
    }
}
