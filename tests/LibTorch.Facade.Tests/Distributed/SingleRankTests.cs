using LibTorch.Distributed;
using LibTorch.NN;
using LibTorch.NN.Parallel;

namespace LibTorch.Tests.Distributed;

using Dist = Torch.Distributed;

/// <summary>A group of this process alone: what can be asked of it, and what is refused.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SingleRankTests : IDisposable
{
    public void Dispose()
    {
        if (Dist.IsInitialized())
        {
            Dist.DestroyProcessGroup();
        }
    }

    [Fact]
    public void Without_a_group_it_says_so()
    {
        Assert.True(Dist.IsAvailable());
        Assert.True(Dist.IsGlooAvailable());
        Assert.False(Dist.IsBackendAvailable("nccl"));
        Assert.False(Dist.IsInitialized());
        Assert.Throws<InvalidOperationException>(() => Dist.GetRank());
        Assert.Throws<InvalidOperationException>(() => Dist.AllReduce(Torch.Ones(2)));
        Assert.Throws<InvalidOperationException>(() => Dist.DestroyProcessGroup());
        Assert.Throws<TorchNotImplementedException>(() => Dist.InitProcessGroup("smoke-signals", "tcp://127.0.0.1:1", rank: 0, worldSize: 1));
    }

    [Fact]
    public void A_group_tells_who_is_in_it()
    {
        Join();
        Assert.True(Dist.IsInitialized());
        Assert.Equal((0, 1, "gloo"), (Dist.GetRank(), Dist.GetWorldSize(), Dist.GetBackend()));
        var group = Dist.NewGroup([0]);
        Assert.Equal((0, 1, true), (group.Rank, group.Size, group.IsMember));
        Assert.NotEqual(Dist.WorldGroup.Name, group.Name);
        Assert.Equal([0L], group.Ranks);
        Assert.Throws<TorchValueException>(() => Dist.GetGroupRank(group, 1));
        Assert.Throws<TorchValueException>(() => Dist.NewGroup([1]));
        Assert.Throws<TorchValueException>(() => Dist.NewGroup([0, 0]));
        Assert.Throws<InvalidOperationException>(Join);
        Dist.DestroyProcessGroup(group);
        Assert.Throws<ObjectDisposedException>(() => Dist.Barrier(group));
        Dist.Barrier();
    }

    [Fact]
    public void Wrong_arguments_are_refused_before_anything_is_sent()
    {
        Join();
        Assert.Throws<ArgumentNullException>(() => Dist.AllReduce(null!));
        Assert.Throws<TorchValueException>(() => Dist.Broadcast(Torch.Ones(2), 3));
        Assert.Throws<TorchValueException>(() => Dist.Gather(Torch.Ones(2)));
        Assert.Throws<TorchValueException>(() => Dist.Scatter(Torch.Ones(2)));
        Assert.Throws<TorchValueException>(() => Dist.Send(Torch.Ones(2), 0));
        Assert.Throws<TorchValueException>(() => Dist.AllReduce(Torch.Ones([2], dtype: DType.Complex64), ReduceOp.Max));
        Assert.ThrowsAny<TorchException>(() => Dist.AllGather([Torch.Ones(3)], Torch.Ones(2)));
        Assert.ThrowsAny<TorchException>(() => Dist.AllReduce(Torch.Ones(2), ReduceOp.Band));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dist.BatchISendIRecv([]));
        var x = Torch.Ones(2);
        Dist.AllReduce(x);
        Assert.True(Torch.Equal(x, Torch.Ones(2)));
    }

    [Theory]
    [InlineData("env://?rank=0", "Error initializing torch.distributed using env:// rendezvous: environment variable WORLD_SIZE expected, but not set")]
    [InlineData("tcp://127.0.0.1", "Error initializing torch.distributed using tcp:// rendezvous: rank parameter missing")]
    [InlineData("tcp://127.0.0.1?rank=0&world_size=1", "Error initializing torch.distributed using tcp:// rendezvous: port number missing")]
    [InlineData("file:///tmp/x?rank=0", "Error initializing torch.distributed using file:// rendezvous: world size parameter missing")]
    [InlineData("nowhere", "'nowhere' is not an address such as env://, tcp://HOST:PORT or file:///PATH")]
    public void An_address_that_does_not_say_enough_is_refused(string address, string said) =>
        Assert.Equal(said, Assert.Throws<TorchValueException>(() => Dist.InitProcessGroup(initMethod: address)).Message);

    [Fact]
    public void Addresses_of_all_kinds_lead_to_a_group()
    {
        foreach (var address in new[] { $"tcp://127.0.0.1:{RankGroup.FreePort()}?rank=0&world_size=1", $"file://{Path.GetTempPath()}libtorch-{Guid.NewGuid():N}?rank=0&world_size=1" })
        {
            Dist.InitProcessGroup(initMethod: address);
            Dist.Barrier();
            Dist.DestroyProcessGroup();
        }
    }

    [Fact]
    public void A_model_without_gradients_is_refused()
    {
        Join();
        Linear model = new(2, 2);
        model.RequiresGrad_(false);
        Assert.Throws<TorchException>(() => new DistributedDataParallel<Tensor, Tensor>(model));
    }

    [Fact]
    public void A_block_for_uneven_inputs_ends_with_its_body()
    {
        Join();
        DistributedDataParallel<Tensor, Tensor> model = new(new Linear(2, 2));
        Assert.Throws<ArgumentNullException>(() => model.Join(null!));
        Assert.Throws<InvalidOperationException>(() => model.Join(() => model.Join(() => { })));
        Assert.Throws<IOException>(() => model.Join(() => throw new IOException("no input")));
        model.Join(() => model.Call(Torch.Ones(1, 2)).Sum().Backward());
        Assert.True(Torch.Equal(model.Module.Parameters().First().Grad!, Torch.Ones(2, 2)));
        model.Call(Torch.Ones(1, 2)).Sum().Backward();
    }

    [Fact]
    public void A_hook_is_given_each_bucket_and_decides_what_its_gradients_are()
    {
        Join();
        Linear model = new(3, 2);
        DistributedDataParallel<Tensor, Tensor> ddp = new(model);
        List<string> told = [];
        ddp.RegisterCommHook(async bucket =>
        {
            told.Add($"{bucket.Index} {bucket.IsLast} {bucket.Buffer.Shape} {string.Join(' ', bucket.Gradients.Select(part => part.Shape))} {bucket.Parameters.Count}");
            await Task.Yield();
            return bucket.Buffer * 3;
        });
        ddp.Call(Torch.Ones(1, 3)).Sum().Backward();
        Assert.Equal(["0 True torch.Size([8]) torch.Size([2, 3]) torch.Size([2]) 2"], told);
        Assert.True(Torch.Equal(model.Weight.Grad!, Torch.Full([2, 3], 3f)));
        Assert.Throws<TorchException>(() => ddp.RegisterCommHook(bucket => Task.FromResult(bucket.Buffer)));
    }

    [Fact]
    public void Buckets_are_averaged_while_the_pass_computes_the_other_gradients()
    {
        Join();
        // Before libtorch 2.6 the first bucket has a mebibyte.
        Sequential model = [new Linear(600, 600), new Linear(600, 600), new Linear(600, 10)];
        DistributedDataParallel<Tensor, Tensor> ddp = new(model, bucketCapMb: 1);
        List<string> events = [];
        ddp.RegisterCommHook(bucket =>
        {
            events.Add($"bucket {bucket.Index}");
            return Task.FromResult(bucket.Buffer);
        });
        using var hook = model.Parameters().First().RegisterHook(gradient =>
        {
            events.Add("last gradient");
            return null;
        });

        // The first pass finds the order in which gradients are ready.
        foreach (var pass in Enumerable.Range(0, 2))
        {
            events.Clear();
            ddp.Call(Torch.Ones(4, 600)).Sum().Backward();
        }

        Assert.InRange(events.Count, 3, int.MaxValue);
        Assert.Equal("bucket 0", events[0]);
        Assert.InRange(events.IndexOf("last gradient"), 1, events.Count - 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_hook_throws_comes_out_of_the_pass(bool atOnce)
    {
        Join();
        DistributedDataParallel<Tensor, Tensor> ddp = new(new Linear(3, 2));
        ddp.RegisterCommHook(atOnce ? bucket => throw new IOException("no way") : async bucket =>
        {
            await Task.Yield();
            throw new IOException("no way");
        });
        var loss = ddp.Call(Torch.Ones(1, 3)).Sum();
        Assert.Equal("no way", Assert.Throws<IOException>(() => loss.Backward()).Message);
    }

    [Fact]
    public void A_hook_does_not_wait_for_the_thread_of_the_pass()
    {
        Join();
        DistributedDataParallel<Tensor, Tensor> ddp = new(new Linear(3, 2));
        ddp.RegisterCommHook(async bucket =>
        {
            await Task.Yield();
            return bucket.Buffer;
        });
        var loss = ddp.Call(Torch.Ones(1, 3)).Sum();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new DeafContext());
        try
        {
            loss.Backward();
            Assert.IsType<DeafContext>(SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    // As a window's while its thread is busy: what is posted never runs.
    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private static void Join() => Dist.InitProcessGroup(new HashStore(), 0, 1, timeout: TimeSpan.FromSeconds(60));
}
