using System.Runtime.CompilerServices;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>What libtorch holds of the program goes when the graph goes.</summary>
public sealed class CallbackLeakTests
{
    [Fact]
    public void test_a_hook_goes_with_its_tensor() => Goes(marker =>
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        x.RegisterHook(_ => { GC.KeepAlive(marker); });
        (x * 2).Backward();
    });

    [Fact]
    public void test_a_hook_goes_with_a_tensor_that_is_not_disposed()
    {
        // What comes next is held as this was.
        Torch.Ones(1).Dispose();
        Goes(marker => Torch.Ones(1, requiresGrad: true).RegisterHook(_ => { GC.KeepAlive(marker); }));
    }

    [Fact]
    public void test_a_removed_hook_goes_at_once()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        Goes(marker => x.RegisterHook(_ => { GC.KeepAlive(marker); }).Remove());
        x.Sum().Backward();
    }

    [Fact]
    public void test_an_exception_goes_with_the_next_one() => Goes(marker =>
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        x.RegisterHook(_ => throw new Marked(marker));
        Assert.Throws<Marked>(() => (x * 2).Backward());
        Assert.Throws<TorchException>(() => Torch.Ones(2).Backward());
    });

    [Fact]
    public void test_a_function_goes_with_its_graph() => Goes(marker =>
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        var function = new Custom(
            (ctx, inputs) =>
            {
                var output = inputs[0] * 2;
                ctx.SaveForBackward(inputs[0], output);
                ctx.Data["marker"] = marker;
                return [output];
            },
            (ctx, grads) => grads);
        using var kept = function.Apply(x)[0];
        using var run = function.Apply(x)[0];
        run.Backward();
    });

    [Fact]
    public void test_packed_tensors_go_with_the_graph() => Goes(marker =>
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(tensor => (tensor: tensor.Detach(), marker), packed => packed.tensor);
        using var y = x.Exp();
    });

    [Fact]
    public void test_metadata_goes_with_the_node() => Goes(marker =>
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        using var y = x.Exp();
        y.GradFn!.Metadata["marker"] = marker;
    });

    private static void Goes(Action<object> use)
    {
        var weak = Used(use);
        for (var i = 0; i < 20 && weak.IsAlive; i++)
        {
            // A finalizer of one round lets go of what the next one collects.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(weak.IsAlive, "something still holds it");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Used(Action<object> use)
    {
        var marker = new object();
        use(marker);
        return new WeakReference(marker);
    }

    private sealed class Marked(object marker) : Exception
    {
        public object Marker { get; } = marker;
    }
}
