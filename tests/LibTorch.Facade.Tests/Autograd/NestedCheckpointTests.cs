using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Checkpoints in each other, on part of the inputs, and with functions of one's own; the names are those of PyTorch's own tests.</summary>
public sealed class NestedCheckpointTests(PythonSession python)
{
    private const string Head = """
        from torch.utils.checkpoint import checkpoint
        x = torch.tensor([.5, 1.5], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([2., 3.], dtype=torch.float64, requires_grad=True)

        """;

    private static readonly bool[] _ways = [false, true];

    private readonly Tensor _x = Torch.Tensor([0.5, 1.5], requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor([2.0, 3.0], requiresGrad: true);

    [Fact]
    public void test_nested_checkpoint()
    {
        var counts = new int[3];
        var result = Level(0, _x).Sum();
        result.Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "f = lambda a: (a.sin() * a).exp()\nf(f(f(x))).sum().backward()");
        Assert.All(counts, count => Assert.True(count > 1, "nothing was computed again"));

        Tensor Level(int depth, Tensor input) => depth == 3 ? input : Level(depth + 1, Torch.Utils.Checkpoint(
            a =>
            {
                counts[depth]++;
                return (a.Sin() * a).Exp();
            },
            input));
    }

    [Fact]
    public void test_nested_checkpoint_two_children()
    {
        static Tensor Child(Tensor a) => Torch.Utils.Checkpoint(inner => inner.Sin().Exp(), a);
        Torch.Utils.Checkpoint(a => Child(a) * Child(a.Cos()), _x).Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "c = lambda a: a.sin().exp()\n(c(x) * c(x.cos())).sum().backward()");
    }

    [Fact]
    public void test_nested_checkpoint_same_graph()
    {
        var first = Torch.Utils.Checkpoint(a => Torch.Utils.Checkpoint(b => b.Sin(), a).Sin(), _x);
        var second = first.Sin() + first.Cos();
        second.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "f = x.sin().sin(); (f.sin() + f.cos()).sum().backward()");
    }

    [Fact]
    public void test_nested_checkpoint_reentrant_backwards()
    {
        // A backward pass inside the function, each time that it runs.
        Tensor F(Tensor a)
        {
            var inner = a.Detach().RequiresGrad_();
            Torch.Utils.Checkpoint(b => b.Sin().Exp(), inner).Sum().Backward();
            return a.Exp() * inner.Grad!;
        }

        Torch.Utils.Checkpoint(F, _x).Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "(x.exp() * (x.sin().exp() * x.cos()).detach()).sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_arbitrary_input_output()
    {
        // What is no tensor is caught by the function.
        var factor = 3.0;
        var outputs = Torch.Utils.Checkpoint(inputs => [inputs[0].Exp() * factor, inputs[0].Detach(), inputs[1].Sin()], [_x, _y]);
        (outputs[0] * outputs[2]).Sum().Backward();
        Assert.False(outputs[1].RequiresGrad);
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "(x.exp() * 3. * y.sin()).sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_correct_grad()
    {
        foreach (var way in _ways)
        {
            _x.Grad = null;
            Torch.Utils.Checkpoint(a => a.Exp().Tanh(), _x, way).Pow(2).Sum().Backward();
            Parity.Same(python, "x.grad", _x.Grad!, Head + "(x.exp().tanh() ** 2).sum().backward()");
        }
    }

    [Fact]
    public void test_checkpointing_without_reentrant_input_requires_grad_False()
    {
        // The function brings what requires grad with it.
        var plain = _x.Detach();
        Torch.Utils.Checkpoint(a => (a * _y).Exp(), plain).Sum().Backward();
        Parity.Same(python, "y.grad", _y.Grad!, Head + "(x.detach() * y).exp().sum().backward()");
        Assert.Null(_x.Grad);
    }

    [Fact]
    public void test_checkpointing_without_reentrant_input_requires_grad_True()
    {
        Torch.Utils.Checkpoint(a => (a * _y).Exp(), _x).Sum().Backward();
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "(x * y).exp().sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_parameter_used_in_an_out()
    {
        (Torch.Utils.Checkpoint(a => (a * _y).Exp(), _x) * _y).Sum().Backward();
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "((x * y).exp() * y).sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_detached_tensor()
    {
        var result = Torch.Utils.Checkpoint(a => a.Exp().Detach() * a.Sin(), _x);
        result.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "(x.exp().detach() * x.sin()).sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_custom_function_works()
    {
        Torch.Utils.Checkpoint(a => new MyExp().Apply(a) * a, _x).Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "(x.exp() * x).sum().backward()");
    }

    [Fact]
    public void test_checkpointing_without_reentrant_memory_savings()
    {
        // What the function keeps is not kept: saved tensors are placeholders until backward.
        var kept = 0;
        var plain = 0;
        Tensor F(Tensor a) => a.Exp().Sin().Exp().Sin();
        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => { plain++; return tensor.Detach(); }, tensor => tensor))
        {
            F(_x);
        }

        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => { kept++; return tensor.Detach(); }, tensor => tensor))
        {
            Torch.Utils.Checkpoint(F, _x);
        }

        Assert.Equal((0, 4), (kept, plain));
    }

    [Fact]
    public void test_checkpointing()
    {
        // Many in a row, with and without a gradient wanted.
        foreach (var way in _ways)
        {
            _x.Grad = null;
            var a = _x * 1;
            for (var i = 0; i < 5; i++)
            {
                a = Torch.Utils.Checkpoint(b => b.Sin() + b, a, way);
            }

            a.Sum().Backward();
            Parity.Same(python, "x.grad", _x.Grad!, Head + "a = x * 1\nfor i in range(5): a = a.sin() + a\na.sum().backward()");
            using var mode = Torch.NoGrad();
            Assert.False(Torch.Utils.Checkpoint(b => b.Sin(), _x, way).RequiresGrad);
        }
    }

    [Fact]
    public void test_graph_save_on_cpu_with_views_and_changes()
    {
        using (Torch.Autograd.Graph.SaveOnCpu())
        {
            var a = _x * _y;
            (a[..1] * a[1..]).Exp().Sum().Backward();
        }

        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "a = x * y; (a[:1] * a[1:]).exp().sum().backward()");
    }

    [Fact]
    public void test_saved_variable_packing_unpacking_did_not_save_original_with_hooks()
    {
        // A result that is saved comes back with its place in the graph.
        Tensor y;
        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => tensor.Detach(), tensor => tensor * 2))
        {
            y = _x.Exp();
        }

        Assert.False(ReferenceEquals(y.GradFn, null));
        y.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "with torch.autograd.graph.saved_tensors_hooks(lambda t: t, lambda t: t * 2): y = x.exp()\ny.sum().backward()");
    }

    [Fact]
    public void test_save_on_cpu_and_checkpoint()
    {
        var a = Torch.Utils.Checkpoint(
            b =>
            {
                using var hooks = Torch.Autograd.Graph.SaveOnCpu();
                return b.Exp().Sin();
            },
            _x);
        a.Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "x.exp().sin().sum().backward()");
    }

    [Fact]
    public void test_unpack_hooks_exec_count()
    {
        var (packed, unpacked) = (0, 0);
        Tensor y;
        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => { packed++; return tensor.Detach(); }, tensor => { unpacked++; return tensor; }))
        {
            y = _x.Mul(_y).Sum();
        }

        y.Backward();
        const string Setup = Head + """
            n = [0, 0]
            def pack(t): n[0] += 1; return t
            def unpack(t): n[1] += 1; return t
            with torch.autograd.graph.saved_tensors_hooks(pack, unpack): y = (x * y).sum()
            y.backward()
            """;
        Assert.Equal(python.Eval("n", Setup), $"[{packed}, {unpacked}]");
    }
}
