using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>Hooks on tensors; the names are those of PyTorch's own tests.</summary>
public sealed class TensorHookTests(PythonSession python)
{
    private const string X = "x = torch.ones(5, 5, requires_grad=True); y = torch.ones(5, 5) * 4; y.requires_grad_()";

    [Fact]
    public void test_hooks()
    {
        using var x = Torch.Ones([5, 5], requiresGrad: true);
        var y = (Torch.Ones(5, 5) * 4).RequiresGrad_();
        var counter = 0;
        var z = x.Pow(2) + x * 2 + x * y + y;
        x.RegisterHook(_ => counter += 0);
        var first = z.RegisterHook(_ => { counter += 1; });
        z.Backward(Torch.Ones(5, 5), retainGraph: true);
        Assert.Equal(1, counter);
        var second = z.RegisterHook(_ => { counter += 2; });
        z.Backward(Torch.Ones(5, 5), retainGraph: true);
        Assert.Equal(4, counter);
        second.Remove();
        second.Remove();
        z.Backward(Torch.Ones(5, 5), retainGraph: true);
        Assert.Equal(5, counter);
        first.Dispose();
        using var doubling = z.RegisterHook(grad => grad * 2);
        x.Grad!.Zero_();
        z.Backward(Torch.Ones(5, 5), retainGraph: true);
        Assert.Equal(5, counter);
        Parity.Same(python, "x.grad", x.Grad!, X + "; z = x ** 2 + x * 2 + x * y + y; z.register_hook(lambda g: g * 2); z.backward(torch.ones(5, 5))");
    }

    [Fact]
    public void test_hooks_of_a_leaf_change_what_is_accumulated()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        x.RegisterHook(grad => grad * 3);
        x.RegisterHook(grad => grad + 1);
        x.Pow(2).Sum().Backward();
        const string Setup = """
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
            x.register_hook(lambda g: g * 3)
            x.register_hook(lambda g: g + 1)
            (x ** 2).sum().backward()
            """;
        Parity.Same(python, "x.grad", x.Grad!, Setup);
    }

    [Fact]
    public void test_grad_calls_the_hooks_of_its_inputs()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var y = x * 2;
        y.RegisterHook(grad => grad * 10);
        x.RegisterHook(grad => grad * 3);
        const string Setup = """
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
            y = x * 2
            y.register_hook(lambda g: g * 10)
            x.register_hook(lambda g: g * 3)
            """;
        Parity.Same(python, "torch.autograd.grad((y ** 2).sum(), [x, y])", Torch.Autograd.Grad([y.Pow(2).Sum()], [x, y])!, Setup);
    }

    [Fact]
    public void test_retain_grad_and_hooks_in_order()
    {
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var y = x * 2;
        y.RegisterHook(grad => grad * 10);
        y.RetainGrad();
        y.RegisterHook(grad => grad * 3);
        y.Pow(2).Sum().Backward();
        const string Setup = """
            x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
            y = x * 2
            y.register_hook(lambda g: g * 10)
            y.retain_grad()
            y.register_hook(lambda g: g * 3)
            (y ** 2).sum().backward()
            """;
        Parity.Same(python, "x.grad", x.Grad!, Setup);
        Parity.Same(python, "y.grad", y.Grad!, Setup);
    }

    [Fact]
    public void test_tensor_hooks_inplace()
    {
        // A hook registered before a change in place sees the gradient of the older tensor.
        using var x = Torch.Ones(1, requiresGrad: true);
        var seen = new List<double>();
        var a = x.Clone();
        a.RegisterHook(grad => { seen.Add((double)grad); });
        a.Mul_(2);
        a.RegisterHook(grad => grad * 5);
        (a * 3).Sum().Backward();
        const string Setup = """
            x = torch.ones(1, requires_grad=True); seen = []
            a = x.clone()
            a.register_hook(lambda g: seen.append(g.item()))
            a.mul_(2)
            a.register_hook(lambda g: g * 5)
            (a * 3).sum().backward()
            """;
        Assert.Equal(python.Eval("repr(seen)", Setup), $"[{string.Join(", ", seen.Select(value => value.ToString("0.0", null)))}]");
        Parity.Same(python, "x.grad", x.Grad!, Setup);
    }

    [Fact]
    public void test_hook_errors()
    {
        Parity.SameError(python, "torch.ones(1).register_hook(print)", () => Torch.Ones(1).RegisterHook(_ => { }));
        using var x = Torch.Ones(2, requiresGrad: true);
        const string Setup = """
            x = torch.ones(2, requires_grad=True)
            def bad(value):
                def hook(g): return value
                y = x * 2
                y.register_hook(hook)
                y.sum().backward()
            """;
        Parity.SameError(python, "bad(torch.ones(3))", () => Bad(Torch.Ones(3)), Setup);
        Parity.SameError(python, "bad(torch.ones(2, dtype=torch.float64))", () => Bad(Torch.Ones(2, dtype: DType.Float64)), Setup);
        Parity.SameError(python, "bad(torch.ones(2, dtype=torch.int64))", () => Bad(Torch.Ones(2, dtype: DType.Int64)), Setup);

        void Bad(Tensor value)
        {
            var y = x * 2;
            Tensor? hook(Tensor grad) => value;
            y.RegisterHook(hook);
            y.Sum().Backward();
        }
    }

    [Fact]
    public void test_removing_a_hook_from_inside_it()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        var calls = 0;
        RemovableHandle? handle = null;
        handle = x.RegisterHook(grad =>
        {
            calls++;
            handle!.Remove();
            x.RegisterHook(_ => { calls += 10; });
        });
        x.Sum().Backward();
        x.Sum().Backward();
        Assert.Equal(11, calls);
    }

    [Fact]
    public void test_an_exception_in_a_hook_comes_out_of_backward()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var thrown = new InvalidDataException("from the hook");
        using (x.RegisterHook(_ => Throw()))
        {
            for (var i = 0; i < 3; i++)
            {
                var caught = Assert.Throws<InvalidDataException>(() => (x * 2).Sum().Backward());
                Assert.Same(thrown, caught);
                Assert.Contains(nameof(Throw), caught.StackTrace, StringComparison.Ordinal);
                Assert.Null(x.Grad);
            }
        }

        (x * 2).Sum().Backward();
        Assert.Equal([2f, 2f], x.Grad!.ToArray<float>());

        void Throw() => throw thrown;
    }

    [Fact]
    public void test_null_and_disposed_hooks()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        Assert.Throws<ArgumentNullException>(() => x.RegisterHook((Action<Tensor>)null!));
        Assert.Throws<ArgumentNullException>(() => x.RegisterHook((Func<Tensor, Tensor?>)null!));
        var gone = Torch.Ones(1);
        gone.Dispose();
        x.RegisterHook(_ => gone);
        Assert.Throws<ObjectDisposedException>(() => (x * 2).Backward());
        Assert.Throws<ObjectDisposedException>(() => gone.RegisterHook(_ => { }));
    }

    [Fact]
    public void test_post_accumulate_grad_hook_on_non_leaf()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        const string Message = "post accumulate grad hooks cannot be registered on non-leaf tensors";
        Assert.Equal(Message, Assert.Throws<TorchException>(() => (x * 2).RegisterPostAccumulateGradHook(_ => { })).Message);
        if (LibraryCalls.IsAtLeast(2, 1))
        {
            Parity.SameError(python, "(torch.ones(2, requires_grad=True) * 2).register_post_accumulate_grad_hook(print)", () => (x * 2).RegisterPostAccumulateGradHook(_ => { }));
            Parity.SameError(python, "torch.ones(2).register_post_accumulate_grad_hook(print)", () => Torch.Ones(2).RegisterPostAccumulateGradHook(_ => { }));
        }
    }

    [Fact]
    public void test_post_accumulate_grad_hook_e2e()
    {
        // A step of gradient descent as soon as the gradient is there, which is then let go.
        using var x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
        var order = new List<string>();
        x.RegisterHook(_ => order.Add("hook"));
        x.RegisterPostAccumulateGradHook(leaf =>
        {
            order.Add($"accumulated {leaf.Grad}");
            using var mode = Torch.NoGrad();
            leaf.Sub_(0.5 * leaf.Grad!);
            leaf.Grad = null;
        });
        x.Pow(2).Sum().Backward();
        x.Sum().Backward();
        Assert.Equal(["hook", "accumulated tensor([2., 4.], dtype=torch.float64)", "hook", "accumulated tensor([1., 1.], dtype=torch.float64)"], order);
        Assert.Equal([-0.5, -0.5], x.ToArray<double>());
        Assert.Null(x.Grad);
    }

    [Fact]
    public void test_post_accumulate_grad_hook_multiple_hooks()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var calls = new List<int>();
        var first = x.RegisterPostAccumulateGradHook(_ => calls.Add(1));
        x.RegisterPostAccumulateGradHook(_ => calls.Add(2));
        x.Sum().Backward();
        first.Remove();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        x.Sum().Backward();
        Assert.Equal([1, 2, 2], calls);
    }
}
