namespace LibTorch.Tests.Autograd;

/// <summary>Hooks may be registered at any time: by other hooks of the same node, and while other threads' passes go through it.</summary>
public sealed class HookRegistrationTests(PythonSession python)
{
    private const string Setup = """
        def run(register):
            x = torch.ones(4, 3, requires_grad=True)
            parts = (x * 2).unbind(0)
            node, log = parts[0].grad_fn, []
            def first(i):
                def hook(g):
                    log.append(f"tensor {i}")
                    if i == 0:
                        register(x, parts, node, log)
                return hook
            for i in range(2):
                parts[i].register_hook(first(i))
            total = sum(part.sum() for part in parts)
            total.backward(retain_graph=True)
            log.append("again")
            register = lambda *_: None
            total.backward()
            return log
        """;

    public static TheoryData<string, string> Kinds => new()
    {
        { "pre", "node.register_prehook(lambda g: log.append('pre'))" },
        { "post", "node.register_hook(lambda a, b: log.append('post'))" },
        { "leaf", "x.register_hook(lambda g: log.append('leaf'))" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_hook_registers_the_first_of_another_kind_on_its_own_node(string kind, string line)
    {
        if (kind == "pre" && !LibTorch.Interop.LibraryCalls.IsAtLeast(2, 0))
        {
            // Python has node.register_prehook since 2.0. Until then both kinds are in one list, whose end the engine knows.
            Assert.Equal("tensor 0, tensor 1, again, tensor 0, tensor 1, pre", string.Join(", ", Log(kind)));
            return;
        }

        Assert.Equal(python.Eval($"', '.join(run(lambda x, parts, node, log: {line}))", Setup), string.Join(", ", Log(kind)));
    }

    // Each new hook would move a list that grows.
    [Fact]
    public void A_hook_has_many_tensors_of_its_node_keep_their_gradients()
    {
        using var x = Torch.Ones([64, 3], requiresGrad: true);
        var parts = (x * 2).Unbind(0);
        parts[0].RegisterHook(_ =>
        {
            foreach (var part in parts)
            {
                part.RetainGrad();
                part.RegisterHook(gradient => gradient * 1);
                Torch.Ones(1).Dispose();
            }
        });
        var total = parts.Select(part => part.Sum()).Aggregate((a, b) => a + b);
        total.Backward(retainGraph: true);
        total.Backward();

        // libtorch 2 keeps gradients after all hooks of tensors; before, in one list with them, whose end the engine knows.
        var passes = LibTorch.Interop.LibraryCalls.IsAtLeast(2, 0) ? 2f : 1f;
        Assert.All(parts, part => Assert.Equal([passes, passes, passes], part.Grad!.ToArray<float>()));
    }

    public static TheoryData<string> Registrations => ["pre", "post", "tensor", "retain", "leaf", "accumulated"];

    [Theory]
    [MemberData(nameof(Registrations))]
    public void The_first_hook_of_a_node_while_other_threads_go_through_it(string kind)
    {
        // Two passes that keep one tensor's gradient at once end the process in libtorch, from Python too.
        var others = kind == "retain" ? 1 : 2;
        var stop = TestContext.Current.CancellationToken;
        for (var rounds = 0; rounds < 40; rounds++)
        {
            using var x = Torch.Ones([4], requiresGrad: true);
            var parts = (x * 2).Unbind(0);
            var node = parts[0].GradFn!;
            var total = parts.Select(part => part * 1).Aggregate((a, b) => a + b);
            parts[3].RegisterHook(_ => { });
            using var start = new Barrier(others + 1);
            var passes = Enumerable.Range(0, others).Select(_ => new Thread(() =>
            {
                start.SignalAndWait(stop);
                for (var i = 0; i < 10; i++)
                {
                    total.Backward(retainGraph: true);
                }
            })).ToArray();
            Array.ForEach(passes, thread => thread.Start());
            start.SignalAndWait(stop);
            Thread.SpinWait(rounds % 50 * 400);
            Register(kind, x, parts, node, []);
            Array.ForEach(passes, thread => thread.Join());
            Assert.Equal(Enumerable.Repeat(20f * others, 4), x.Grad!.ToArray<float>());
        }
    }

    [Fact]
    public void In_anomaly_mode_a_hook_waits_for_the_other_threads_pass()
    {
        // libtorch's own loop runs that pass, and tells nobody which node it is at.
        using var detecting = Torch.Autograd.DetectAnomaly();
        using var x = Torch.Ones([4], requiresGrad: true);
        var doubled = x * 2;
        var total = doubled.Exp().Sum();
        using var inside = new ManualResetEventSlim();
        var slow = total.RegisterHook(_ =>
        {
            inside.Set();
            Thread.Sleep(200);
        });
        var pass = new Thread(() => total.Backward(retainGraph: true));
        pass.Start();
        inside.Wait(TestContext.Current.CancellationToken);
        var calls = 0;
        doubled.RegisterHook(_ => { calls++; });
        Assert.Equal(0, calls);
        Assert.True(pass.Join(0) || x.Grad is not null, "the pass was still running");
        pass.Join();
        slow.Remove();
        total.Backward();
        Assert.Equal(1, calls);
    }

    private static List<string> Log(string kind)
    {
        using var x = Torch.Ones([4, 3], requiresGrad: true);
        var parts = (x * 2).Unbind(0);
        var node = parts[0].GradFn!;
        List<string> log = [];
        var registering = true;
        for (var i = 0; i < 2; i++)
        {
            var index = i;
            parts[i].RegisterHook(_ =>
            {
                log.Add($"tensor {index}");
                if (index == 0 && registering)
                {
                    registering = false;
                    Register(kind, x, parts, node, log);
                    GC.Collect();
                    for (var k = 0; k < 64; k++)
                    {
                        Torch.Ones(1).Dispose();
                    }
                }
            });
        }

        var total = parts.Select(part => part.Sum()).Aggregate((a, b) => a + b);
        total.Backward(retainGraph: true);
        log.Add("again");
        total.Backward();
        return log;
    }

    private static void Register(string kind, Tensor x, Tensor[] parts, Node node, List<string> log)
    {
        switch (kind)
        {
            case "pre":
                node.RegisterPrehook(_ => Add(log, kind));
                break;
            case "post":
                node.RegisterHook((_, _) => Add(log, kind));
                break;
            case "tensor":
                parts[0].RegisterHook(_ => { Add(log, kind); });
                break;
            case "leaf":
                x.RegisterHook(_ => { Add(log, kind); });
                break;
            case "accumulated":
                x.RegisterPostAccumulateGradHook(_ => { Add(log, kind); });
                break;
            default:
                parts[0].RetainGrad();
                break;
        }
    }

    private static Tensor?[]? Add(List<string> log, string kind)
    {
        lock (log)
        {
            log.Add(kind);
        }

        return null;
    }
}
