using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Backward passes inside backward passes, deep graphs, and graphs on several threads; the names are those of PyTorch's own tests.</summary>
public sealed class ReentrantTests(PythonSession python)
{
    [Fact]
    public void test_simple_reentrant()
    {
        using var leaf = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var inner = new Custom(
            (_, inputs) => [inputs[0] * 1],
            (_, grads) =>
            {
                using var mode = Torch.EnableGrad();
                var x = leaf.Detach().RequiresGrad_();
                (x * x).Sum().Backward();
                return [grads[0]! * x.Grad!];
            });
        inner.Apply(leaf)[0].Sum().Backward();
        Parity.Same(python, "2 * torch.tensor([1., 2.], dtype=torch.float64)", leaf.Grad!);
    }

    [Fact]
    public void test_reentrant_child_error()
    {
        using var x = Torch.Tensor([1.0], requiresGrad: true);
        var c = x * 2;
        var failing = new Custom((_, inputs) => [inputs[0] * 1], (_, _) => throw new InvalidDataException("simulated"));
        var outer = new Custom(
            (_, inputs) => [inputs[0] * 1],
            (_, grads) =>
            {
                using var mode = Torch.EnableGrad();
                failing.Apply(Torch.Ones([1], requiresGrad: true))[0].Sum().Backward();
                return [grads[0]];
            });
        Assert.Equal("simulated", Assert.Throws<InvalidDataException>(() => outer.Apply(c)[0].Sum().Backward()).Message);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void test_reentrant_with_non_leaf_variable_hook()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var y = x * 1;
        RemovableHandle? handle = null;
        handle = y.RegisterHook(_ =>
        {
            handle!.Remove();
            using var mode = Torch.EnableGrad();
            (y * y).Sum().Backward(retainGraph: true);
        });
        (y * 3).Sum().Backward(retainGraph: true);
        const string Setup = """
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True); y = x * 1
            def hook(g):
                handle.remove()
                with torch.enable_grad(): (y * y).sum().backward(retain_graph=True)
            handle = y.register_hook(hook)
            (y * 3).sum().backward(retain_graph=True)
            """;
        Parity.Same(python, "x.grad", x.Grad!, Setup);
    }

    [Fact]
    public void test_reentrant_priority()
    {
        // The reentrant pass is over before its own node is.
        var order = new List<string>();
        var plain = new Custom((_, inputs) => [inputs[0] * 1], (_, grads) => { order.Add("plain"); return [grads[0]]; });
        var reentrant = new Custom(
            (ctx, inputs) => [inputs[0] * 1],
            (_, grads) =>
            {
                order.Add("reentrant");
                if (order.Count(name => name == "reentrant") < 3)
                {
                    using var mode = Torch.EnableGrad();
                    plain.Apply(Torch.Ones([1], requiresGrad: true))[0].Sum().Backward();
                }

                return [grads[0]];
            });
        using var a = Torch.Ones([1], requiresGrad: true);
        (plain.Apply(a)[0] * reentrant.Apply(a)[0]).Sum().Backward();
        Assert.Equal(["reentrant", "plain", "plain"], order);
    }

    [Fact]
    public void test_checkpoint_valid_reset_on_error()
    {
        using var a = Torch.Ones([2], requiresGrad: true);
        var grad = Assert.ThrowsAny<TorchException>(() => Torch.Autograd.Grad(Torch.Utils.Checkpoint(input => input.Exp(), a, useReentrant: true).Sum(), a));
        Assert.Contains(".grad()", grad.Message, StringComparison.Ordinal);
        Torch.Utils.Checkpoint(input => input.Exp(), a, useReentrant: true).Sum().Backward();
        Parity.Same(python, "torch.ones(2).exp()", a.Grad!);
    }

    [Fact]
    public void test_free_deep_graph()
    {
        // As deep as a recursive release would overflow the stack.
        using var x = Torch.Ones([1], requiresGrad: true);
        static void Build(Tensor x)
        {
            var y = x.Clone();
            for (var i = 0; i < 150000; i++)
            {
                var next = y + y;
                y.Dispose();
                y = next;
            }
        }

        Build(x);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Null(x.Grad);
    }

    [Fact]
    public void test_free_deep_graph_pyfunction()
    {
        using var x = Torch.Ones([1], requiresGrad: true);
        var double1 = new Custom((_, inputs) => [inputs[0] * 2], (_, grads) => [grads[0]]);
        var y = x;
        for (var i = 0; i < 20000; i++)
        {
            y = double1.Apply(y)[0];
        }

        y.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Null(x.Grad);
    }

    [Fact]
    public void test_backward_copy()
    {
        // Nodes do not change gradients that others still need.
        using var a = Torch.Tensor([2.0], requiresGrad: true);
        using var b = Torch.Tensor([3.0], requiresGrad: true);
        var (shared, other) = (a + b, a * b);
        (shared + other + shared).Backward();
        const string Setup = "a = torch.tensor([2.], dtype=torch.float64, requires_grad=True); b = torch.tensor([3.], dtype=torch.float64, requires_grad=True); s = a + b; o = a * b; (s + o + s).backward()";
        Parity.Same(python, "[a.grad, b.grad]", [a.Grad!, b.Grad!], Setup);
    }

    [Fact]
    public void test_custom_function_error()
    {
        using var x = Torch.Ones([1], requiresGrad: true);
        Assert.Throws<InvalidOperationException>(() => new Custom((_, _) => null!, (_, grads) => grads).Apply(x));
        Assert.Throws<NotSupportedException>(() => new Custom((_, inputs) => [inputs[0] * 1], (_, _) => throw new NotSupportedException()).Apply(x)[0].Backward());
    }

    [Fact]
    public void test_custom_function_saved_tensors()
    {
        // Read as often as one likes, and never after the graph is freed.
        using var x = Torch.Tensor([2.0], requiresGrad: true);
        var square = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                return [inputs[0] * inputs[0]];
            },
            (ctx, grads) => [grads[0]! * ctx.SavedTensors[0] + grads[0]! * ctx.SavedTensors[0]]);
        var y = square.Apply(x)[0];
        y.Backward(retainGraph: true);
        y.Backward();
        const string Setup = """
            class F(torch.autograd.Function):
                @staticmethod
                def forward(ctx, a):
                    ctx.save_for_backward(a)
                    return a * a
                @staticmethod
                def backward(ctx, g):
                    return g * ctx.saved_tensors[0] + g * ctx.saved_tensors[0]
            x = torch.tensor([2.], dtype=torch.float64, requires_grad=True); y = F.apply(x)
            y.backward(retain_graph=True); y.backward()
            """;
        Parity.Same(python, "x.grad", x.Grad!, Setup);
        Parity.SameError(python, "y.backward()", () => y.Backward(), Setup);
    }

    [Fact]
    public void test_custom_autograd_repeated_grad_grad()
    {
        using var x = Torch.Tensor([2.0, 3.0], requiresGrad: true);
        Custom? multiply = null;
        multiply = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                return [inputs[0] * inputs[1]];
            },
            (ctx, grads) => [multiply!.Apply(grads[0]!, ctx.SavedTensors[1])[0], multiply.Apply(grads[0]!, ctx.SavedTensors[0])[0]]);
        var cube = multiply.Apply(multiply.Apply(x, x)[0], x)[0];
        var first = Torch.Autograd.Grad(cube.Sum(), x, createGraph: true);
        var second = Torch.Autograd.Grad(first.Sum(), x, createGraph: true);
        var third = Torch.Autograd.Grad(second.Sum(), x);
        Parity.Same(python, "[3 * x ** 2, 6 * x, torch.full((2,), 6., dtype=torch.float64)]", [first, second, third], "x = torch.tensor([2., 3.], dtype=torch.float64)");
    }

    [Fact]
    public void test_return_leaf()
    {
        // What a function returns unchanged is a tensor of its own in the graph.
        using var x = Torch.Ones([2], requiresGrad: true);
        var (result, plus) = new Custom((_, inputs) => [inputs[0], inputs[0] + 1], (_, grads) => [grads[0]! + grads[1]!]).Apply(x) is [var a, var b] ? (a, b) : default;
        Assert.NotNull(result.GradFn);
        (result + plus).Sum().Backward();
        Parity.Same(python, "torch.full((2,), 2.)", x.Grad!);
        Assert.True(x.IsLeaf);
    }

    [Fact]
    public void test_preserve_backtrace()
    {
        using var x = Torch.Ones([2], requiresGrad: true);
        var function = new Custom((_, inputs) => [inputs[0] * 1], (_, _) => ThrowsHere());
        Assert.Contains(nameof(ThrowsHere), Assert.Throws<InvalidDataException>(() => function.Apply(x)[0].Sum().Backward()).StackTrace, StringComparison.Ordinal);

        static Tensor?[] ThrowsHere() => throw new InvalidDataException();
    }

    [Fact]
    public void test_multi_grad_all_hooks()
    {
        // Several threads go through the same graph, each pass has its own gradients.
        using var x = Torch.Ones([2], requiresGrad: true);
        var (a, b) = (x * 2, x * 3);
        var calls = 0;
        Torch.Autograd.Graph.RegisterMultiGradHook([a, b], grads =>
        {
            Assert.All(grads, Assert.NotNull);
            Interlocked.Increment(ref calls);
        });
        Parallel.For(0, 40, _ => (a.Exp() + b.Sin()).Sum().Backward(retainGraph: true));
        Assert.Equal(40, calls);
    }

    [Fact]
    public void test_multi_grad_any_hooks()
    {
        using var x = Torch.Ones([2], requiresGrad: true);
        var (a, b) = (x * 2, x * 3);
        var calls = 0;
        Torch.Autograd.Graph.RegisterMultiGradHook([a, b], (Tensor _) => Interlocked.Increment(ref calls), any: true);
        Parallel.For(0, 40, _ => (a.Exp() + b.Sin()).Sum().Backward(retainGraph: true));
        Assert.Equal(40, calls);
    }

    [Fact]
    public void test_cat_r_to_c()
    {
        using var real = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var complex = Torch.Complex(real.Detach(), real.Detach()).RequiresGrad_();
        var result = Torch.Cat([complex, real]);
        result.Abs().Sum().Backward();
        const string Setup = "r = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True); c = torch.complex(r.detach(), r.detach()).requires_grad_(); torch.cat([c, r]).abs().sum().backward()";
        Parity.Same(python, "[r.grad, c.grad]", [real.Grad!, complex.Grad!], Setup);
    }
}
