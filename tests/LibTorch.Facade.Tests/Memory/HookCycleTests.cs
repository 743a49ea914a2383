using System.Runtime.CompilerServices;
using static LibTorch.Tests.Memory.HookedTensors;

namespace LibTorch.Tests.Memory;

/// <summary>A hook may come back to what it hangs on: the cycle goes through libtorch, and the collector takes it nevertheless.</summary>
[Collection(ProcessWideState.Name)]
public sealed class HookCycleTests
{
    private const int Rounds = 8;
    private const int ManyRounds = 1000;

    private static readonly Dictionary<string, Action> Cycles = new()
    {
        ["a leaf's hook holds the leaf"] = () =>
        {
            var x = Leaf();
            x.RegisterHook(_ => Use(x));
            x.Exp().Sum().Backward();
        },
        ["a leaf's hook holds the leaf, and nothing was computed"] = () =>
        {
            var x = Leaf();
            x.RegisterHook(_ => Use(x));
        },
        ["a leaf's two hooks hold the leaf"] = () =>
        {
            var x = Leaf();
            x.RegisterHook(_ => Use(x));
            x.RegisterHook(_ => Use(x));
            x.Exp().Sum().Backward();
        },
        ["a post-accumulate hook holds the leaf"] = () =>
        {
            var x = Leaf();
            x.RegisterPostAccumulateGradHook(_ => Use(x));
            x.Exp().Sum().Backward();
        },
        ["a hook of a result holds the result"] = () =>
        {
            var y = Leaf().Exp();
            y.RegisterHook(_ => Use(y));
            y.Sum().Backward();
        },
        ["a node's hook holds the node"] = () =>
        {
            var y = Leaf().Exp();
            var node = y.GradFn!;
            node.RegisterHook((_, _) =>
            {
                GC.KeepAlive(node);
                return null;
            });
            y.Sum().Backward();
        },
        ["a node's prehook holds the node"] = () =>
        {
            var node = Leaf().Exp().GradFn!;
            node.RegisterPrehook(_ =>
            {
                GC.KeepAlive(node);
                return null;
            });
        },
        ["hooks of two tensors hold both"] = () =>
        {
            var (x, y) = (Leaf(), Leaf());
            x.RegisterHook(_ => Use(y));
            y.RegisterHook(_ => Use(x));
        },
        ["a layer hooks its own weight"] = () => new Layer().Forward().Sum().Backward(),
        ["a function remembers its output"] = () => new Remembering().Apply(Leaf())[0].Sum().Backward(),
        ["a function remembers its output, and there is no backward"] = () => new Remembering().Apply(Leaf()),
        ["a hook of several tensors holds them"] = () =>
        {
            var (x, y) = (Leaf(), Leaf());
            Torch.Autograd.Graph.RegisterMultiGradHook([x, y], _ => GC.KeepAlive((x, y)));
            (x * y).Sum().Backward();
        },
    };

    public static TheoryData<string> Kinds => [.. Cycles.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_collector_takes_it(string kind)
    {
        Run(Cycles[kind], 1);
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        Run(Cycles[kind], Rounds);
        Torch.Memory.Collect();
        Assert.InRange(Torch.Memory.Live - before, long.MinValue, Elements * sizeof(float) / 2);
    }

    [Fact]
    public void The_collector_takes_it_while_the_runtime_collects_as_well()
    {
        const string Kind = "a leaf's hook holds the leaf, and nothing was computed";
        var ended = false;
        var others = new Thread(() =>
        {
            while (!Volatile.Read(ref ended))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                Thread.Sleep(2);
            }
        });
        others.Start();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                The_collector_takes_it(Kind);
            }
        }
        finally
        {
            Volatile.Write(ref ended, true);
            others.Join();
        }
    }

    // Nobody calls the collector, and there is no other garbage than the cycles.
    [Fact]
    public void A_long_program_stays_small()
    {
        Run(Cycles["a leaf's hook holds the leaf"], 100);
        var before = Torch.Memory.Live;
        Torch.Memory.ResetPeak();
        Run(Cycles["a leaf's hook holds the leaf"], ManyRounds);

        // Leaf and gradient. Two collections and the finalizer's thread come between a cycle's end and its memory's.
        Assert.InRange(Torch.Memory.Peak - before, 0, 2L * ManyRounds * Elements * sizeof(float) / 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(Action cycle, int times)
    {
        for (var i = 0; i < times; i++)
        {
            cycle();
        }
    }

    private sealed class Layer
    {
        private readonly Tensor _weight = Leaf();
        private int _seen;

        public Layer() => _weight.RegisterHook(_ => { _seen++; });

        public Tensor Forward() => _weight.Exp();
    }
}
