using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.Optim;
using GradScaler = LibTorch.Torch.Amp.GradScaler;

namespace LibTorch.Tests.Amp;

/// <summary>A scaler that is off, by choice or because it has to be.</summary>
[Collection(ProcessWideState.Name)]
public sealed class GradScalerOffTests(PythonSession python)
{
    private const string Scaler = "torch.cuda.amp.GradScaler(enabled=False)";

    [Fact]
    public void It_changes_nothing()
    {
        var p = new Parameter(Torch.Ones(2));
        var optimizer = new SGD([p], lr: 0.5);
        var scaler = new GradScaler("cpu", enabled: false);
        var loss = p.Sum();
        Assert.Same(loss, scaler.Scale(loss));
        Assert.Same(loss, Assert.Single(scaler.Scale([loss])));
        loss.Backward();
        scaler.Unscale_(optimizer);
        Assert.Null(scaler.Step(optimizer));
        scaler.Update();
        scaler.Update(3);
        scaler.Update(Torch.Ones(7));
        scaler.LoadStateDict(new StateDictionary());
        Assert.Equal([0.5f, 0.5f], p.ToArray<float>());
        Assert.Equal(
            python.Eval("(s.is_enabled(), s.get_scale(), s.state_dict())", $"s = {Scaler}"),
            $"({scaler.IsEnabled()}, {PythonText.Float(scaler.GetScale())}, {scaler.StateDict()})");
    }

    [Fact]
    public void Its_step_takes_a_closure()
    {
        var p = new Parameter(Torch.Ones(2));
        var loss = new GradScaler(enabled: false).Step(new SGD([p], lr: 0.5), () =>
        {
            var sum = p.Sum();
            sum.Backward();
            return sum;
        });
        Assert.Equal(2, loss!.Item<float>());
        Assert.Equal([0.5f, 0.5f], p.ToArray<float>());
    }

    [Fact]
    public void Without_CUDA_one_for_CUDA_warns_and_is_off()
    {
        Assert.SkipWhen(Torch.Cuda.IsAvailable(), "There is a CUDA device.");
        const string Setup = """
            import warnings
            def made():
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    scaler = torch.cuda.amp.GradScaler()
                return f"{scaler.is_enabled()} {[str(w.message) for w in caught if w.category is UserWarning]}"
            """;
        GradScaler? scaler = null;
        var heard = HeardWarnings.While(() => scaler = new GradScaler());
        Assert.Equal(python.Eval("made()", Setup), $"{scaler!.IsEnabled()} ['{Assert.Single(heard)}']");
    }

    [Fact]
    public void Where_the_host_has_no_kernels_one_for_it_is_refused()
    {
        Assert.SkipWhen(LibraryCalls.IsAtLeast(2, 3), "This libtorch has kernels for the host.");
        var error = Assert.Throws<TorchException>(() => new GradScaler("cpu"));
        Assert.Equal($"GradScaler on the device cpu needs libtorch 2.3 or later, which has the kernels for it, and this is {Torch.Version}. With enabled: false the program runs without scaling.", error.Message);
    }
}
