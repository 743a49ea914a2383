using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Interop;

/// <summary>Several copies of the library in one process, as a plugin host has them: each is called back for what is its own, and goes when it is unloaded.</summary>
public sealed class PluginHostTests
{
    private const string Variable = "LTF_PLUGIN_HOST";

    private static readonly Dictionary<string, Action> All = new()
    {
        ["hooks and functions"] = HooksAndFunctions,
        ["on several threads"] = OnSeveralThreads,
        ["exceptions"] = Exceptions,
        ["notes of nodes"] = Notes,
        ["anomalies"] = Anomalies,
        ["warnings"] = Warnings,
        ["levels of forward mode"] = ForwardMode,
        ["function transforms"] = FunctionTransforms,
        ["unloading"] = Unloading,
        ["unloading in a hook"] = UnloadingInAHook,
        ["unloading while threads work"] = UnloadingWhileThreadsWork,
        ["the end of the process"] = EndOfTheProcess,
        ["the end of a process without a copy that stays"] = EndOfPassingCopies,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_copy_is_called_for_what_is_its_own(string name)
    {
        var (exit, output, error) = ChildProcess.RunTests([$"{typeof(PluginHostTests).FullName}.{nameof(The_other_process)}"], (Variable, name));
        Assert.True(exit == 0 && output.Contains($"did {name}", StringComparison.Ordinal), output + error);
        if (name == "warnings")
        {
            Assert.Equal(2, error.Split('\n').Count(line => line.StartsWith("UserWarning: An output with one or more elements was resized", StringComparison.Ordinal)));
        }
    }

    /// <summary>What the process that the other test starts does.</summary>
    [Fact]
    public void The_other_process()
    {
        var name = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(name is null, "it is another test's process");
        All[name!]();
        Console.WriteLine($"did {name}");
    }

    private static void HooksAndFunctions()
    {
        var (host, one, other) = (new PluginCopy(), new PluginCopy(new PluginContext("one")), new PluginCopy(new PluginContext("other")));
        var leaf = host.Leaf();

        // Each in the graph of the next, and each has the pass run once.
        var chain = other.Work(one.Work(host.Work(leaf, 2), 3), 5);
        var before = (host.Calls(), one.Calls(), other.Calls());
        Assert.True(before.Item1 > 0 && before.Item1 == before.Item2 && before.Item1 == before.Item3, $"{before}");
        PluginCopy[] all = [host, one, other];
        foreach (var copy in all)
        {
            copy.Backward(copy.Sum(chain, chain));
            Assert.Equal(Enumerable.Repeat(2 * MathF.Pow(2 * 3 * 5, 4), 2), copy.Gradient(leaf));
            chain = other.Work(one.Work(host.Work(leaf = host.Leaf(), 2), 3), 5);
        }

        // The leaf's own hook is the host's.
        Assert.Equal(one.Calls(), other.Calls());
        Assert.Equal(one.Calls() + 3, host.Calls());

        // Four hooks, packing and unpacking. How many tensors are packed depends on libtorch.
        Assert.True(one.Calls() >= 3 * 6, $"{one.Calls()} calls");

        // All at the same places.
        leaf = host.Leaf();
        var sum = host.Sum(one.Work(leaf, 3), other.Work(leaf, 5));
        other.Backward(sum);
        Assert.Equal(Enumerable.Repeat((27f + 125) * 3 * 5, 2), one.Gradient(leaf));

        leaf = host.Leaf();
        one.Backward(other.Checkpoint(one.Checkpoint(host.Checkpoint(leaf, 2), 3), 5));
        Assert.Equal(Enumerable.Repeat(2f * 3 * 5, 2), host.Gradient(leaf));
    }

    private static void OnSeveralThreads()
    {
        PluginCopy[] copies = [new(), new(new PluginContext("one")), new(new PluginContext("other", isCollectible: true))];
        Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                var (first, second) = (copies[(thread + i) % 3], copies[(thread + 1) % 3]);
                var leaf = first.Leaf();
                copies[i % 3].Backward(second.Work(first.Work(leaf, 2), 3));
                Assert.Equal(Enumerable.Repeat(6f * 6 * 6 * 6, 2), second.Gradient(leaf));
                Tensor.ReleaseNative(leaf);
            }
        });
    }

    private static void Exceptions()
    {
        var (host, one, other) = (new PluginCopy(), new PluginCopy(new PluginContext("one")), new PluginCopy(new PluginContext("other")));
        foreach (var (thrower, caller) in new[] { (one, other), (other, one), (host, one), (one, host), (one, one) })
        {
            foreach (var ours in new[] { false, true })
            {
                var leaf = host.Leaf();
                thrower.FailingHook(leaf, "of the hook", ours);
                var outcome = caller.Outcome(host.Sum(leaf, leaf));
                Assert.StartsWith(ours ? "TorchValueException: of the hook" : "InvalidDataException: of the hook", outcome);
                Assert.Contains(nameof(Plugin.FailingHook), outcome);
            }
        }
    }

    private static void Notes()
    {
        var (one, other) = (new PluginCopy(new PluginContext("one")), new PluginCopy(new PluginContext("other")));
        var leaf = one.Leaf();
        var sum = one.Sum(leaf, leaf);
        Assert.Equal("of one", one.Note(sum, "of one"));
        Assert.Equal("of other", other.Note(sum, "of other"));
        Assert.Equal("of one", one.Noted(sum));
        Assert.Equal("of other", other.Noted(sum));
    }

    private static void Anomalies()
    {
        var (one, other) = (new PluginCopy(new PluginContext("one")), new PluginCopy(new PluginContext("other")));
        foreach (var (maker, caller) in new[] { (one, other), (other, one), (one, one) })
        {
            Assert.Contains(nameof(Plugin.NanInBackward), caller.TraceOfAnomaly(maker.NanInBackward(one.Leaf())));
        }
    }

    private static void Warnings()
    {
        PluginCopy[] copies = [new(), new(new PluginContext("one")), new(new PluginContext("other"))];
        copies[0].Listen();
        copies[2].Listen();
        for (var i = 0; i < 2 * copies.Length; i++)
        {
            copies[i % copies.Length].Warn(2 + (i % copies.Length));
        }

        Assert.Equal(2, copies[0].Warnings().Length);
        Assert.All(copies[0].Warnings(), text => Assert.Contains("shape [2]", text));
        Assert.Equal(2, copies[2].Warnings().Length);
        Assert.All(copies[2].Warnings(), text => Assert.Contains("shape [4]", text));

        // It has no listener: standard error has both texts, each once.
        Assert.Empty(copies[1].Warnings());
        copies[1].Warn(7);
        copies[1].Warn(7);
    }

    private static void ForwardMode()
    {
        PluginCopy[] copies = [new(), new(new PluginContext("one")), new(new PluginContext("other"))];
        using var together = new Barrier(copies.Length);
        var tangents = new float[copies.Length];
        var threads = copies.Select((copy, i) => new Thread(() => tangents[i] = copy.Tangent(together))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal([3f, 3f, 3f], tangents);
    }

    private static void FunctionTransforms()
    {
        PluginCopy[] copies = [new(), new(new PluginContext("one")), new(new PluginContext("other"))];
        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i => Assert.Equal(6f, copies[i % 3].Derivative(3)));
    }

    private static void Unloading()
    {
        const int Elements = 1 << 20;
        var host = new PluginCopy();
        var untouched = host.Leaf();
        Torch.Memory.Collect();
        var before = Torch.Memory.Live;
        for (var i = 0; i < 3; i++)
        {
            var leaf = host.Leaf();
            host.Work(leaf, 2);
            var context = UseAndUnload(leaf, Elements);
            Goes(context);
            Torch.Memory.Collect();
            Assert.True(Torch.Memory.Live - before < Elements, $"{Torch.Memory.Live - before} bytes are left");

            // What it left on others' tensors says so.
            Assert.Matches("^TorchException: .* unloaded", host.Outcome(host.Work(leaf, 3)));
        }

        host.Backward(host.Work(untouched, 2));
        Assert.Equal([16f, 16f], host.Gradient(untouched));
    }

    private static void UnloadingInAHook()
    {
        var host = new PluginCopy();
        var leaf = host.Leaf();
        Goes(UnloadInAHook(host, leaf));
        Assert.Matches("^TorchException: .* unloaded", host.Outcome(host.Sum(leaf, leaf)));
    }

    private static void UnloadingWhileThreadsWork()
    {
        var context = StartAndUnload();
        var host = new PluginCopy();
        for (var i = 0; i < 20; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var leaf = host.Leaf();
            host.Backward(host.Work(leaf, 2));
            Assert.Equal([16f, 16f], host.Gradient(leaf));
        }

        // Its threads hold it, and find all that they need. The process ends with them at work.
        Assert.True(context.IsAlive);
    }

    private static PluginContext? s_other;

    private static void EndOfTheProcess()
    {
        new PluginCopy(new PluginContext("one")).WorkOn();
        StartOther();
        Thread.Sleep(200);
    }

    private static void EndOfPassingCopies()
    {
        StartAndUnload();
        StartOther();
        Thread.Sleep(200);
    }

    // A context that nobody holds is unloaded, perhaps before its thread has loaded what it needs.
    private static void StartOther()
    {
        s_other = new PluginContext("other", isCollectible: true);
        new PluginCopy(s_other).WorkOn();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseAndUnload(nint leaf, int elements)
    {
        var context = new PluginContext("passing", isCollectible: true);
        new PluginCopy(context).LeaveTraces(leaf, elements);
        context.Unload();
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UnloadInAHook(PluginCopy host, nint leaf)
    {
        var context = new PluginContext("passing", isCollectible: true);
        var copy = new PluginCopy(context);
        copy.HookThat(leaf, () => Unload(context), 3);
        copy.HookThat(leaf, () => { }, 5);
        host.Backward(host.Sum(leaf, leaf));
        Assert.Equal([2f * 3 * 5, 2f * 3 * 5], host.Gradient(leaf));
        return new WeakReference(context);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference StartAndUnload()
    {
        var context = new PluginContext("working", isCollectible: true);
        var copy = new PluginCopy(context);
        copy.WorkOn();
        copy.WorkOn();
        context.Unload();
        return new WeakReference(context);
    }

    private static void Unload(PluginContext context)
    {
        context.Unload();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static void Goes(WeakReference context)
    {
        for (var i = 0; i < 20 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(context.IsAlive, "the load context is still there");
    }
}
