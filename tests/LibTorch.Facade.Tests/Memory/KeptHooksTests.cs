using System.Runtime.CompilerServices;
using static LibTorch.Tests.Memory.HookedTensors;

namespace LibTorch.Tests.Memory;

/// <summary>The collector takes no hook that libtorch may still call, whatever was left to the program's objects before.</summary>
[Collection(ProcessWideState.Name)]
public sealed class KeptHooksTests
{
    private static Tensor? _revived;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_hook_that_only_libtorch_can_come_to_is_called(bool accumulated)
    {
        var called = new List<string>();
        var y = Graph(called, accumulated, collect: static () => { });
        Torch.Memory.Collect();
        y.Backward();
        Assert.Equal(["leaf"], called);
    }

    // By then the hook was left to the leaf, which was alone.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Also_one_that_was_left_to_its_tensor_before(bool accumulated)
    {
        var called = new List<string>();
        var y = Graph(called, accumulated, collect: Torch.Memory.Collect);
        for (var i = 0; i < 3; i++)
        {
            Torch.Memory.Collect();
        }

        y.Backward();
        Assert.Equal(["leaf"], called);
    }

    [Fact]
    public void Also_one_that_hangs_on_the_node_of_a_tensor_that_is_gone()
    {
        var called = new List<string>();
        var z = Chain(called);
        for (var i = 0; i < 3; i++)
        {
            Torch.Memory.Collect();
        }

        z.Backward();
        Assert.Equal(["result", "node"], called);
    }

    [Fact]
    public void Also_one_whose_leaf_is_disposed()
    {
        var called = new List<string>();
        var x = Leaf();
        x.RegisterHook(_ => called.Add("leaf"));
        Torch.Memory.Collect();
        var y = x.Exp().Sum();
        x.Dispose();
        Torch.Memory.Collect();
        Torch.Memory.Collect();
        y.Backward();
        Assert.Equal(["leaf"], called);
    }

    [Fact]
    public void A_hook_of_a_tensor_that_is_held_stays()
    {
        var called = new List<string>();
        var x = Leaf();
        x.RegisterHook(_ =>
        {
            called.Add("leaf");
            return Use(x);
        });
        for (var i = 0; i < 4; i++)
        {
            Torch.Memory.Collect();
            x.Exp().Sum().Backward();
        }

        Assert.Equal(4, called.Count);
        GC.KeepAlive(x);
    }

    [Fact]
    public void One_that_was_removed_is_gone()
    {
        var called = 0;
        var x = Leaf();
        var hook = x.RegisterHook(_ =>
        {
            called++;
            return Use(x);
        });
        Torch.Memory.Collect();
        hook.Remove();
        Torch.Memory.Collect();
        x.Exp().Sum().Backward();
        Assert.Equal(0, called);
    }

    [Fact]
    public void A_function_that_only_libtorch_can_come_to_is_called()
    {
        var z = Apply();
        Torch.Memory.Collect();
        Torch.Memory.Collect();
        z.Backward();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Tensor Apply()
        {
            var y = new Remembering().Apply(Leaf())[0];
            Torch.Memory.Collect();
            return y.Sum();
        }
    }

    // The finalizer runs when nobody could come to the leaf any more, and brings it back.
    [Fact]
    public void A_cycle_that_a_finalizer_brings_back_goes_on()
    {
        var called = new List<string>();
        Lose(called);
        for (var i = 0; i < 20 && _revived is null; i++)
        {
            Torch.Memory.Collect();
        }

        for (var i = 0; i < 5; i++)
        {
            Torch.Memory.Collect();
        }

        var y = Again();
        for (var i = 0; i < 5; i++)
        {
            Torch.Memory.Collect();
        }

        y.Backward();
        Assert.Equal(["leaf"], called);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lose(List<string> called)
        {
            var x = Leaf();
            var revives = new Revives(x);
            x.RegisterHook(_ =>
            {
                called.Add("leaf");
                GC.KeepAlive(revives);
            });
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Tensor Again()
        {
            var y = _revived!.Exp().Sum();
            _revived = null;
            return y;
        }
    }

    // Hooks come and go on several threads while the collector runs on another.
    [Fact]
    public void Threads_that_hook_and_compute_lose_no_call()
    {
        using var done = new CancellationTokenSource();
        var collecting = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collecting.Start();
        var called = 0;
        const int Each = 500;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (var i = 0; i < Each; i++)
            {
                Sum(() => Interlocked.Increment(ref called)).Backward();
            }
        });
        done.Cancel();
        collecting.Join();
        Assert.Equal(4 * Each, called);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Tensor Sum(Action note)
        {
            var x = Torch.Ones([4], requiresGrad: true);
            x.RegisterHook(_ =>
            {
                note();
                return Use(x);
            });
            return x.Exp().Sum();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Graph(List<string> called, bool accumulated, Action collect)
    {
        var x = Leaf();
        void Note(Tensor gradient)
        {
            called.Add("leaf");
            Use(x);
        }

        _ = accumulated ? x.RegisterPostAccumulateGradHook(Note) : x.RegisterHook(Note);
        collect();
        return x.Exp().Sum();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor Chain(List<string> called)
    {
        var y = Leaf().Exp();
        var node = y.GradFn!;
        y.RegisterHook(_ =>
        {
            called.Add("result");
            return Use(y);
        });
        node.RegisterHook((_, _) =>
        {
            called.Add("node");
            GC.KeepAlive(node);
            return null;
        });
        Torch.Memory.Collect();
        return y.Sum();
    }

    private sealed class Revives(Tensor tensor)
    {
        ~Revives() => _revived = tensor;
    }
}
