#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.NN;

namespace LibTorch.Tests.Jit;

/// <summary>TorchScript networks that are called while a trace is made: the trace has the call, with all that is inside.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TracedPartTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("x")]
    [InlineData("-x")]
    public void Conditions_of_a_scripted_part_stay(string input)
    {
        python.Run($"{TracedNetworks.Setup}torch.jit.script(traced_models.Signed()).save({_scripts.Quoted("signed.pt")})");
        Sequential net = [new Sequential(Torch.Jit.Load(_scripts["signed.pt"])), new LeakyReLU(0.5)];
        var x = Torch.Tensor([0.5f, 1.5f]);
        var model = Torch.Jit.Trace(net, x);
        Torch.Jit.Save(model, _scripts["traced.pt"]);
        var setup = $"""
            x = torch.tensor([0.5, 1.5])
            own = torch.jit.trace(nn.Sequential(nn.Sequential(torch.jit.load({_scripts.Quoted("signed.pt")})), nn.LeakyReLU(0.5)), x)
            theirs = torch.jit.load({_scripts.Quoted("traced.pt")})
            """;
        var result = model.Call(input == "x" ? x : -x);
        Parity.Same(python, $"own({input})", result, setup);
        Parity.Same(python, $"theirs({input})", result, setup);
    }

    // By its third call such a part has been compiled for gradients, with its inputs detached.
    [Fact]
    public void Gradients_flow_through_a_part_that_was_called_before()
    {
        Torch.ManualSeed(0);
        Linear linear = new(3, 2);
        var x = Torch.Rand(5, 3);
        var part = Torch.Jit.Trace(linear, x, checkTrace: false);
        for (var i = 0; i < 3; i++)
        {
            part.Call(x).Sum().Backward();
        }

        var model = Torch.Jit.Trace(new Sequential(part, new Tanh()), x, checkTrace: false);
        Assert.Equal(["0.weight", "0.bias"], model.StateDict().Keys);
        Assert.Equal(Gradients(input => linear.Call(input).Tanh()), Gradients(model.Call));

        List<string> Gradients(Func<Tensor, Tensor> called)
        {
            linear.ZeroGrad(setToNone: true);
            called(x).Sum().Backward();
            return [.. linear.Parameters().Select(parameter => Parity.Bits(parameter.Grad!))];
        }
    }

    [Fact]
    public void Other_methods_and_arguments_are_recorded_too()
    {
        var part = _scripts.LoadMethods(python);
        var model = Torch.Jit.Trace(
            new Sequential(part),
            x => (part.Invoke<Tensor>("forward", x, 3.0, true), part.Invoke<Tensor[]>("tensors", new List<Tensor> { x, x * 2 })[1]),
            Torch.Ones(3));
        var setup = $"""
            {_scripts.SetupWithMethods}
            class Both(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.part = m
                def forward(self, x): return self.part(x, 3.0, True), self.part.tensors([x, x * 2])[1]
            own = torch.jit.trace(Both(), torch.ones(3))
            """;
        Assert.Equal(python.Eval("bits(own(torch.arange(3.)))", setup), TracedNetworks.Bits(model.Invoke("forward", Torch.Arange(3f))));
    }

    [Fact]
    public void A_part_that_is_no_submodule_is_refused_in_Pythons_words()
    {
        var part = Torch.Jit.Trace(new Linear(3, 3), Torch.Ones(3));
        var error = Assert.Throws<TorchException>(() => Torch.Jit.Trace(x => part.Call(x), Torch.Ones(3)));
        var (_, expected) = python.Error("torch.jit.trace(lambda x: part(x), torch.ones(3))", "part = torch.jit.trace(nn.Linear(3, 3), torch.ones(3))");

        // Before it stands the part's address in memory.
        const string Begin = " but it is not part of the active trace";
        Assert.Equal(expected[expected.IndexOf(Begin, StringComparison.Ordinal)..], error.Message[error.Message.IndexOf(Begin, StringComparison.Ordinal)..]);
    }
}
