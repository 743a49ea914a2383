using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Hooks on saved tensors; the names are those of PyTorch's own tests.</summary>
public sealed class SavedTensorsHooksTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd.graph import saved_tensors_hooks, save_on_cpu, disable_saved_tensors_hooks
        a = torch.tensor([5., 7.], dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _a = Torch.Tensor([5.0, 7.0], requiresGrad: true);

    [Fact]
    public void test_default_saved_tensors_hooks()
    {
        var packed = new List<string>();
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => { packed.Add(x.ToString()); return x * 2; }, x => x / 3))
        {
            var y = _a * _a;
            y.Sum().Backward();
        }

        const string Setup = Head + """
            packed = []
            with saved_tensors_hooks(lambda x: (packed.append(repr(x)), x * 2)[1], lambda x: x / 3):
                y = a * a
                y.sum().backward()
            """;
        Parity.Same(python, "a.grad", _a.Grad!, Setup);
        Assert.Equal(python.Eval("'|'.join(packed)", Setup), string.Join("|", packed));
    }

    [Fact]
    public void test_setting_default_saved_variable_hooks_twice_should_use_inner()
    {
        Tensor y, z;
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => x * 3, x => x))
        {
            using (Torch.Autograd.Graph.SavedTensorsHooks(x => x * 5, x => x))
            {
                y = _a * _a;
            }

            z = _a.Pow(2);
        }

        (y + z).Sum().Backward();
        const string Setup = Head + """
            with saved_tensors_hooks(lambda x: x * 3, lambda x: x):
                with saved_tensors_hooks(lambda x: x * 5, lambda x: x):
                    y = a * a
                z = a ** 2
            (y + z).sum().backward()
            """;
        Parity.Same(python, "a.grad", _a.Grad!, Setup);
    }

    [Fact]
    public void test_default_saved_tensors_hooks_double_backward()
    {
        Tensor second;
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => 2 * x, x => x))
        {
            var first = Torch.Autograd.Grad(_a.Pow(3).Sum(), _a, createGraph: true);
            second = Torch.Autograd.Grad(first.Sum(), _a);
        }

        const string Setup = Head + """
            with saved_tensors_hooks(lambda x: 2 * x, lambda x: x):
                g, = torch.autograd.grad((a ** 3).sum(), a, create_graph=True)
                h, = torch.autograd.grad(g.sum(), a)
            """;
        Parity.Same(python, "h", second, Setup);
    }

    [Fact]
    public void test_pack_hook_with_inplace_modification_should_fail()
    {
        const string Setup = Head + """
            def run():
                with saved_tensors_hooks(lambda x: x.add_(1), lambda x: x):
                    torch.pow(a, 2)
            """;
        Parity.SameError(python, "run()", Run, Setup);

        void Run()
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(x => x.Add_(1), x => x);
            _ = _a.Pow(2);
        }
    }

    [Fact]
    public void test_exceptions_come_out_as_they_are()
    {
        Assert.Throws<InvalidDataException>(() =>
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks<int>(_ => throw new InvalidDataException(), _ => null!);
            _ = _a.Pow(2);
        });
        Tensor y;
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => x, _ => throw new TimeoutException()))
        {
            y = _a.Pow(2);
        }

        Assert.Throws<TimeoutException>(() => y.Sum().Backward());
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => x, _ => null!))
        {
            y = _a.Pow(2);
        }

        Assert.Throws<InvalidOperationException>(() => y.Sum().Backward());
        _a.Pow(2).Sum().Backward();
        Assert.Equal([10.0, 14.0], _a.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_disabling_saved_tensor_hooks()
    {
        const string Setup = Head + """
            def inside():
                with disable_saved_tensors_hooks("error message"):
                    with saved_tensors_hooks(lambda x: x, lambda x: x): pass
            def outside():
                with saved_tensors_hooks(lambda x: x, lambda x: x):
                    with disable_saved_tensors_hooks("other message"): pass
            """;
        Parity.SameError(python, "inside()", Inside, Setup);
        Parity.SameError(python, "outside()", Outside, Setup);
        using var again = Torch.Autograd.Graph.SavedTensorsHooks(x => x, x => x);

        static void Inside()
        {
            using var disabled = Torch.Autograd.Graph.DisableSavedTensorsHooks("error message");
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(x => x, x => x);
        }

        static void Outside()
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(x => x, x => x);
            using var disabled = Torch.Autograd.Graph.DisableSavedTensorsHooks("other message");
        }
    }

    [Fact]
    public void test_disabling_saved_tensor_hooks_nested()
    {
        using (Torch.Autograd.Graph.DisableSavedTensorsHooks("outer"))
        {
            using (Torch.Autograd.Graph.DisableSavedTensorsHooks("inner"))
            {
                Assert.Equal("inner", Assert.Throws<TorchException>(Set).Message);
            }

            Assert.Equal("outer", Assert.Throws<TorchException>(Set).Message);
        }

        Set();

        static void Set()
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(x => x, x => x);
        }
    }

    [Fact]
    public void test_graph_save_on_cpu()
    {
        foreach (var pin in new[] { false, true })
        {
            _a.Grad = null;
            using (Torch.Autograd.Graph.SaveOnCpu(pin))
            {
                (_a * _a).Exp().Sum().Backward();
            }

            Parity.Same(python, "a.grad", _a.Grad!, Head + $"\nwith save_on_cpu(pin_memory={pin}):\n    (a * a).exp().sum().backward()");
        }
    }

    [Fact]
    public void test_hooks_of_a_custom_function()
    {
        Tensor y;
        var packed = 0;
        using (Torch.Autograd.Graph.SavedTensorsHooks(x => { packed++; return x.ToArray<double>(); }, x => Torch.Tensor(x)))
        {
            y = new MyExp().Apply(_a);
        }

        y.Sum().Backward();
        Assert.Equal(y.ToArray<double>(), _a.Grad!.ToArray<double>());
        Assert.Equal(1, packed);
    }
}
