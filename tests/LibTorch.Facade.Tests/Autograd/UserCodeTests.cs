using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Autograd;

/// <summary>The application's code is called under no lock of the library's, and in no state of a kernel's that Python does not have there.</summary>
[Collection(ProcessWideState.Name)]
public sealed class UserCodeTests(PythonSession python)
{
    [Fact]
    public void An_unpack_hook_may_ask_the_running_node_for_its_saved_tensors()
    {
        using var x = Torch.Ones([2], requiresGrad: true);
        var depth = 0;
        Tensor y;
        using (Torch.Autograd.Graph.SavedTensorsHooks(
            tensor => tensor,
            tensor =>
            {
                if (depth++ == 0)
                {
                    Assert.Single(Saver.Running!.SavedTensors);
                    var asked = Task.Run(() => Saver.Running!.SavedTensors);
                    Assert.True(asked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "another thread waits for ever");
                }

                return tensor;
            }))
        {
            y = new Saver().Apply(x).Sum();
        }

        y.Backward();
        Assert.Equal(3, depth);
        Assert.Equal([1f, 1f], x.Grad!.ToArray<float>());
    }

    // A warning is raised inside the kernel, which autograd has been excluded from. Python shows it after the call.
    [Fact]
    public void A_warning_is_heard_in_the_state_of_the_call()
    {
        const string Setup = """
            import warnings
            w = torch.ones(2, requires_grad=True)
            heard = []
            def show(message, *_):
                heard.append(f"{(w * 2).requires_grad} {torch.is_grad_enabled()} {(torch.ones(2) * 2).requires_grad}")
            warnings.showwarning = show
            warnings.simplefilter("always")
            def warned():
                torch.add(torch.ones(2), torch.ones(2), out=torch.ones(3))
                with torch.no_grad():
                    torch.add(torch.ones(2), torch.ones(2), out=torch.ones(3))
                return heard
            """;
        using var w = Torch.Ones([2], requiresGrad: true);
        List<string> heard = [];
        void Listen(object? sender, TorchWarningEventArgs warning) =>
            heard.Add($"{(w * 2).RequiresGrad} {Torch.IsGradEnabled()} {(Torch.Ones(2) * 2).RequiresGrad}");
        Torch.WarningRaised += Listen;
        try
        {
            Torch.AddOut(Torch.Ones(3), Torch.Ones(2), Torch.Ones(2));
            using (Torch.NoGrad())
            {
                Torch.AddOut(Torch.Ones(3), Torch.Ones(2), Torch.Ones(2));
            }
        }
        finally
        {
            Torch.WarningRaised -= Listen;
        }

        Assert.Equal(python.Eval("'|'.join(warned())", Setup), string.Join('|', heard));
    }

    [Fact]
    public void What_a_listener_calls_changes_nothing_of_what_the_call_says()
    {
        // The call warns and then fails; the listener's own calls fail and give texts meanwhile.
        void Listen(object? sender, TorchWarningEventArgs warning)
        {
            Assert.Throws<TorchException>(() => Torch.Ones(2).Matmul(Torch.Ones(3)));
            _ = Torch.Ops["aten::mul.Tensor"].Schema + Device.Cpu;
        }

        Torch.WarningRaised += Listen;
        try
        {
            var error = Assert.Throws<TorchException>(() => Torch.AddOut(Torch.Ones([3], requiresGrad: true), Torch.Ones(2), Torch.Ones(2)));
            Assert.Contains("out=", error.Message);
            using var grown = Torch.Ones(3);
            Assert.Same(grown, Torch.AddOut(grown, Torch.Ones(2), Torch.Ones(2)));
            Assert.Equal([2f, 2f], grown.ToArray<float>());
        }
        finally
        {
            Torch.WarningRaised -= Listen;
        }
    }

    [Fact]
    public void An_exception_that_was_caught_is_not_kept()
    {
        var weak = ThrowInHook();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(weak.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Exception> ThrowInHook()
    {
        using var x = Torch.Ones([2], requiresGrad: true);
        x.RegisterHook(_ => throw new InvalidOperationException("in the hook"));
        return new WeakReference<Exception>(Assert.Throws<InvalidOperationException>(() => x.Sum().Backward()));
    }

    private sealed class Saver : UnaryFunction
    {
        public static FunctionContext? Running { get; private set; }

        protected override Tensor Forward(FunctionContext ctx, Tensor input)
        {
            ctx.SaveForBackward(input);
            return input.Clone();
        }

        protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput)
        {
            Running = ctx;
            return gradOutput * ctx.SavedTensors[0];
        }
    }
}
