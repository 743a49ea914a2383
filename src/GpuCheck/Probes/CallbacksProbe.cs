using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>
/// Runs the application's callbacks inside a backward pass, which libtorch runs on one of its own threads for each device.
/// </summary>
internal static class CallbacksProbe
{
    public static void Run(Settings settings, Report report)
    {
        var device = settings.Device;
        using (Torch.OnDevice(device))
        {
            Hooks(settings, report);
            Functions(device, report);
            Checkpoints(report);
            NestedPasses(report);
            Exceptions(report);
        }
    }

    private static Tensor Leaf() => Torch.Linspace(-1, 1, 64).RequiresGrad_();

    private static void Hooks(Settings settings, Report report)
    {
        var thread = 0;
        Device? place = null;
        Tensor? made = null;
        var x = Leaf();
        using (new TensorScope())
        {
            var y = x * 2;
            y.RegisterHook(_ =>
            {
                thread = Environment.CurrentManagedThreadId;
                made = Torch.Ones(2);
                place = made.Device;
            });
            y.Sum().Backward();
        }

        report.Check(place == settings.Device, $"a hook makes tensors on the caller's default device: {place}");
        report.Check(IsDisposed(made), "what a hook makes goes with the caller's scope");
        report.Figures["hooksHaveTheirOwnThread"] = thread != Environment.CurrentManagedThreadId;
        if (settings.OnCuda)
        {
            report.Check(thread != Environment.CurrentManagedThreadId, "the hook ran on a thread of libtorch's");
        }
    }

    private static void Functions(Device device, Report report)
    {
        var x = Leaf();
        Doubling doubling = new();
        doubling.Apply(x)[0].Sum().Backward();
        report.Check(doubling.Place == device && x.Grad!.Eq(2).All().Item<bool>(), $"a function's backward makes tensors on the caller's default device: {doubling.Place}");
    }

    private static void Checkpoints(Report report)
    {
        Tensor Deep(Tensor x) => Torch.Dropout(x.Tanh(), 0.5, train: true).Exp();
        foreach (var reentrant in new[] { false, true })
        {
            Tensor plain = Leaf(), saved = Leaf();
            Torch.ManualSeed(5);
            Deep(plain).Sum().Backward();
            Torch.ManualSeed(5);
            Torch.Utils.Checkpoint(Deep, saved, useReentrant: reentrant).Sum().Backward();
            report.Check(Bits.Of(plain.Grad!) == Bits.Of(saved.Grad!), $"a {(reentrant ? "re-entrant " : "")}checkpoint with dropout has the gradient of the plain function");
        }
    }

    private static void NestedPasses(Report report)
    {
        Tensor outer = Leaf(), inner = Leaf();
        var y = outer.Square();
        y.RegisterHook(_ =>
        {
            // A backward pass without createGraph runs its callbacks with recording off.
            using var recording = Torch.EnableGrad();
            inner.Exp().Sum().Backward();
        });
        y.Sum().Backward();
        report.Check(
            outer.Grad!.Equal(outer.Detach() * 2) && Bits.Of(inner.Grad!) == Bits.Of(inner.Detach().Exp()),
            "a backward pass inside a hook's");
    }

    private static void Exceptions(Report report)
    {
        InvalidOperationException thrown = new("from a hook");
        var y = Leaf() * 3;
        y.RegisterHook(_ => throw thrown);
        report.Check(ReferenceEquals(Caught(() => y.Sum().Backward()), thrown), "what a hook throws comes out of Backward as it was");
        var x = Leaf();
        (x * 3).Sum().Backward();
        report.Check(x.Grad!.Eq(3).All().Item<bool>(), "and the next backward pass is right");
    }

    private static InvalidOperationException? Caught(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }

    private static bool IsDisposed(Tensor? tensor)
    {
        try
        {
            _ = tensor?.Max();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private sealed class Doubling : Function
    {
        public Device? Place { get; private set; }

        protected override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs) => [inputs[0] * 2];

        protected override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
        {
            Place = Torch.Ones(1).Device;
            return [gradOutputs[0]! * 2];
        }
    }
}
