using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>A backward pass is one task that walks through its nodes; each node finds the thread as libtorch's own loop would leave it.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WalkTests(PythonSession python)
{
    private const string Setup = """
        import contextlib
        torch.manual_seed(0)
        x, w1, w2 = (torch.randn(8, 8, requires_grad=True) for _ in range(3))
        y = x.mm(w1).mm(w2).sum()
        """;

    // A pack hook is called inside a kernel, and sees what that kernel changed for itself: autocast's computes without autocast.
    [Fact]
    public void What_a_kernel_changes_around_a_pack_hook_ends_with_the_kernel()
    {
        const string Setup = WalkTests.Setup + """

            with torch.autograd.graph.saved_tensors_hooks(lambda t: t.detach(), lambda t: t), torch.autocast("cpu"):
                y.backward(create_graph=True)
            """;
        var (x, w1, w2, y) = Product();
        using (Torch.Autograd.Graph.SavedTensorsHooks(tensor => tensor.Detach(), tensor => tensor))
        using (Torch.Autocast(Device.Cpu))
        {
            y.Backward(createGraph: true);
        }

        Parity.Same(python, "[t.grad.detach() for t in (x, w1, w2)]", [x.Grad!.Detach(), w1.Grad!.Detach(), w2.Grad!.Detach()], Setup);
        Assert.True(Rounded(w1.Grad!) && Rounded(x.Grad!), "autocast had no effect");
        foreach (var leaf in new[] { x, w1, w2 })
        {
            leaf.Grad = null;
        }
    }

    public static TheoryData<string> Modes => ["grad mode", "autocast", "inference", "saved tensors", "forward grad"];

    // A hook may leave a mode changed that it should have ended. The next node does not see it.
    [Theory]
    [MemberData(nameof(Modes))]
    public void A_mode_that_a_hook_leaves_changed_ends_with_the_node(string mode)
    {
        var seen = new List<string>[2];
        foreach (var anomaly in new[] { true, false })
        {
            var states = seen[anomaly ? 1 : 0] = [];
            using var x = Torch.Ones([4, 4], requiresGrad: true);
            var first = x.Mm(x);
            var second = first.Exp();
            second.RegisterHook(_ =>
            {
                states.Add(State());
                Change(mode);
                states.Add(State());
            });
            first.RegisterHook(_ => { states.Add(State()); });
            x.RegisterHook(_ => { states.Add(State()); });
            using var detecting = anomaly ? Torch.Autograd.DetectAnomaly() : null;

            // Autocast counts its blocks for each thread, and no pass takes the count back.
            OwnThread.Run(() =>
            {
                second.Sum().Backward();
                states.Add(State());
            });
        }

        // Anomaly mode has libtorch's own loop run the pass.
        Assert.Equal(seen[1], seen[0]);
        Assert.NotEqual(seen[0][0], seen[0][1]);
        Assert.Equal(seen[0][0], seen[0][2]);
    }

    // libtorch's own loop does not tell which node it runs. There the other thread would wait for the end of the pass, which waits for it.
    [Fact]
    public void Another_thread_adds_a_hook_in_the_middle_of_a_pass()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "with a device libtorch's own loop runs the pass");
        using var x = Torch.Ones([2], requiresGrad: true);
        var first = x.Exp();
        var second = first.Exp();
        var calls = 0;
        second.RegisterHook(_ => { OwnThread.Run(() => first.RegisterHook(_ => { calls++; })); });
        second.Sum().Backward();
        Assert.Equal(1, calls);
    }

    // Blocks that nobody ends are what is tested.
#pragma warning disable LTF005
    private static void Change(string mode)
    {
        switch (mode)
        {
            case "grad mode":
                Torch.SetGradEnabled(!Torch.IsGradEnabled());
                break;
            case "autocast":
                _ = Torch.Autocast(Device.Cpu);
                break;
            case "inference":
                _ = Torch.InferenceMode();
                break;
            case "forward grad":
                _ = new ForwardGradMode(false);
                break;
            default:
                _ = Torch.Autograd.Graph.SavedTensorsHooks(tensor => 2 * tensor.Detach(), tensor => tensor);
                break;
        }
    }
#pragma warning restore LTF005

    private static string State()
    {
        var modes = $"grad {Torch.IsGradEnabled()} {Torch.IsInferenceModeEnabled()} forward {Native.ltf_forward_grad_mode()}";
        using var x = Torch.Ones([2, 2], requiresGrad: true);
        using (Torch.EnableGrad())
        {
            var square = x.Mm(x);
            var saved = square.RequiresGrad ? Torch.Autograd.Grad([square.Sum()], [x])[0]!.Sum().Item<double>() : -1;
            return $"{modes} autocast {square.DType} saved {saved}";
        }
    }

    private static (Tensor X, Tensor W1, Tensor W2, Tensor Y) Product()
    {
        Torch.ManualSeed(0);
        var (x, w1, w2) = (Torch.Randn([8, 8], requiresGrad: true), Torch.Randn([8, 8], requiresGrad: true), Torch.Randn([8, 8], requiresGrad: true));
        return (x, w1, w2, x.Mm(w1).Mm(w2).Sum());
    }

    private static bool Rounded(Tensor tensor) => tensor.Detach().Equal(tensor.Detach().To(DType.BFloat16).To(DType.Float32));
}
