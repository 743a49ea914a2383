using LibTorch.Interop;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Hooks on the gradients of several tensors; the names are those of PyTorch's own tests.</summary>
[Collection(ProcessWideState.Name)]
public sealed class MultiGradHookTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd.graph import register_multi_grad_hook
        t = [torch.full((2,), float(i), requires_grad=True) for i in range(4)]
        seen = []
        show = lambda gs: seen.append([g is not None for g in gs])

        """;

    private readonly Tensor[] _t = [.. Enumerable.Range(0, 4).Select(i => Torch.Full([2], (double)i, requiresGrad: true))];
    private readonly List<string> _seen = [];

    [Fact]
    public void test_multi_grad_all_hooks()
    {
        var (c, d) = (_t[0] * _t[1], _t[2] * _t[3]);
        var handle = Torch.Autograd.Graph.RegisterMultiGradHook([_t[0], _t[1], c, d], Show);
        c.Sum().Backward(retainGraph: true);
        c.Sum().Backward(inputs: [_t[0]], retainGraph: true);
        (c + d).Sum().Backward(retainGraph: true);
        handle.Remove();
        c.Sum().Backward(retainGraph: true);
        Assert.Equal(["[True, True, True, False]", "[True, False, True, False]", "[True, True, True, True]"], _seen);
        SameAsPython("""
            c, d = t[0] * t[1], t[2] * t[3]
            h = register_multi_grad_hook((t[0], t[1], c, d), show)
            c.sum().backward(retain_graph=True)
            c.sum().backward(inputs=(t[0],), retain_graph=True)
            (c + d).sum().backward(retain_graph=True)
            h.remove()
            c.sum().backward(retain_graph=True)
            """);
    }

    // Python keeps them for as long as the hook lives.
    [Fact]
    public void A_pass_that_fails_leaves_no_gradients_behind()
    {
        var shared = Torch.Ones([1 << 18], requiresGrad: true);
        var (a, b) = (shared * 2, shared * 3);
        var calls = 0;
        using (a.RegisterHook(grad => throw new InvalidDataException()))
        {
            Torch.Autograd.Graph.RegisterMultiGradHook([a, b], grads => { calls++; });
            Assert.Throws<InvalidDataException>(Pass);
            Torch.Memory.Collect();
            var before = Torch.Memory.Live;
            for (var i = 0; i < 20; i++)
            {
                Assert.Throws<InvalidDataException>(Pass);
            }

            Torch.Memory.Collect();
            Assert.InRange(Torch.Memory.Live - before, long.MinValue, 2 << 20);
        }

        Assert.Equal(0, calls);
        Pass();
        Assert.Equal(1, calls);

        // The gradient of b comes first, as it was made last.
        void Pass() => (a + b).Sum().Backward(retainGraph: true);
    }

    [Fact]
    public void test_multi_grad_any_hooks()
    {
        var (c, d) = (_t[0] * _t[1], _t[2] * _t[3]);
        var handle = Torch.Autograd.Graph.RegisterMultiGradHook([c, d, Torch.Ones(2)], grad => _seen.Add(grad.ToString()), any: true);
        (c + 2 * d).Sum().Backward(retainGraph: true);
        (2 * d).Sum().Backward(retainGraph: true);
        (2 * d).Sum().Backward(retainGraph: true);
        handle.Dispose();
        handle.Dispose();
        (c + d).Sum().Backward();
        Assert.Equal(3, _seen.Count);
        if (LibraryCalls.IsAtLeast(2, 6))
        {
            SameAsPython("""
                c, d = t[0] * t[1], t[2] * t[3]
                h = register_multi_grad_hook((c, d, torch.ones(2)), lambda g: seen.append(g), mode="any")
                (c + 2 * d).sum().backward(retain_graph=True)
                (2 * d).sum().backward(retain_graph=True)
                (2 * d).sum().backward(retain_graph=True)
                """);
        }

        Assert.Throws<ArgumentException>(() => Torch.Autograd.Graph.RegisterMultiGradHook([c], (Tensor _) => { }, any: false));
    }

    [Fact]
    public void test_multi_grad_hooks_of_a_graph_that_goes()
    {
        // The hook hangs on the leaves, and must not keep what was computed from them.
        var handles = Passes();
        for (var i = 0; i < 10 && Array.Exists(handles, handle => handle.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(handles, handle => handle.IsAlive);

        WeakReference[] Passes() => [.. Enumerable.Range(0, 3).Select(_ =>
        {
            var marker = new object();
            var c = new Custom((_, inputs) => [inputs[0] * 2], (_, grads) =>
            {
                GC.KeepAlive(marker);
                return [grads[0]];
            }).Apply(_t[0])[0];
            Torch.Autograd.Graph.RegisterMultiGradHook([c], Show);
            c.Sum().Backward();
            return new WeakReference(marker);
        })];
    }

    [Fact]
    public void test_multi_grad_hooks_after_a_pass_that_failed()
    {
        var (c, fails) = (_t[0] * _t[1], true);
        Torch.Autograd.Graph.RegisterMultiGradHook([_t[0], _t[1]], Show);
        Torch.Autograd.Graph.RegisterMultiGradHook([_t[0]], _ => _seen.Add("first"), any: true);
        _t[1].RegisterHook(_ => { if (fails) { throw new InvalidDataException(); } });
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidDataException>(() => c.Sum().Backward(retainGraph: true));
        }

        fails = false;
        _seen.Clear();
        c.Sum().Backward(retainGraph: true);
        c.Sum().Backward();
        Assert.Equal(["[True, True]", "[True, True]", "first", "first"], _seen.Order());
    }

    [Fact]
    public void test_multi_grad_hooks_errors()
    {
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Graph.RegisterMultiGradHook([_t[0]], null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Autograd.Graph.RegisterMultiGradHook(null!, Show));
        Assert.ThrowsAny<TorchException>(() => Torch.Autograd.Graph.RegisterMultiGradHook([Torch.Ones(1)], Show));
        Torch.Autograd.Graph.RegisterMultiGradHook([_t[0], _t[1]], _ => throw new InvalidDataException());
        Assert.Throws<InvalidDataException>(() => (_t[0] * _t[1]).Sum().Backward());
    }

    [Fact]
    public void test_multi_grad_hooks_by_grad_of_a_leaf()
    {
        // libtorch cannot tell then whether it comes to the leaf.
        var c = _t[0] * _t[1];
        Torch.Autograd.Graph.RegisterMultiGradHook([_t[0], c], Show);
        var error = Assert.Throws<TorchException>(() => Torch.Autograd.Grad(c.Sum(), _t[0]));
        if (LibraryCalls.IsAtLeast(2, 1))
        {
            var (_, message) = python.Error("torch.autograd.grad(c.sum(), t[0])", Head + "c = t[0] * t[1]; h = register_multi_grad_hook((t[0], c), show)");
            Assert.Equal(message, error.Message);
        }
    }

    // libtorch runs a pass that is inside sixty others on another thread, and is back before it is done.
    [Fact]
    public void Each_pass_is_heard_however_deep_inside_others()
    {
        var heard = new List<int>();
        using var x = Torch.Ones([2], requiresGrad: true);
        new Nested(130, heard).Apply(x).Sum().Backward();
        Assert.Equal(Enumerable.Repeat(2, 130), heard);
    }

    private void Show(IReadOnlyList<Tensor?> grads) => _seen.Add($"[{string.Join(", ", grads.Select(grad => grad is not null))}]");

    private void SameAsPython(string code)
    {
        if (LibraryCalls.IsAtLeast(2, 1))
        {
            Assert.Equal(python.Eval("'; '.join(map(repr, seen))", Head + code), string.Join("; ", _seen));
        }
    }

    // Its backward counts what a hook for several gradients hears in two passes, and runs another one like it inside.
    private sealed class Nested(int depth, List<int> heard) : UnaryFunction
    {
        protected override Tensor Forward(FunctionContext ctx, Tensor input) => input.Clone();

        protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput)
        {
            if (depth > 0)
            {
                using var recording = Torch.EnableGrad();
                var x = Torch.Ones([2], requiresGrad: true);
                var (a, b, calls) = (x * 2, x * 3, 0);
                Torch.Autograd.Graph.RegisterMultiGradHook([a, b], _ => { calls++; }, any: true);
                for (var pass = 0; pass < 2; pass++)
                {
                    (new Nested(0, heard).Apply(a).Sum() + b.Sum()).Backward(retainGraph: true);
                }

                heard.Add(calls);
                new Nested(depth - 1, heard).Apply(x).Sum().Backward();
            }

            return gradOutput;
        }
    }
}
