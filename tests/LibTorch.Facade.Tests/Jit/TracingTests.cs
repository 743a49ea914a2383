#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.Jit;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Jit;

/// <summary>Traced networks: what they compute here and in Python, their members, and the tensors that they share with the module.</summary>
[Collection(ProcessWideState.Name)]
public sealed class TracingTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    public static TheoryData<string> Names => [.. TracedNetworks.All.Keys];

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_here_and_in_Python_what_Pythons_own_trace_computes(string name)
    {
        var (_, model, x, setup) = Traced(name);
        var expected = python.Eval("seen(own)", setup);
        Assert.Equal(expected, python.Eval("seen(theirs)", setup));
        Assert.Equal(expected, Seen(model, x));
        Assert.Equal(expected, Seen(Torch.Jit.Load(_scripts["traced.pt"]), x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_computes_what_the_module_computes(string name)
    {
        var (module, model, x, _) = Traced(name);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TracedNetworks.Bits(TracedNetworks.All[name].Run(module, x)), TracedNetworks.Bits(model.Invoke("forward", x)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Members_have_the_names_that_they_have_in_Python(string name)
    {
        var (_, model, _, setup) = Traced(name);
        foreach (var trace in new[] { "own", "theirs" })
        {
            Assert.Equal(python.Eval($"[name for name, _ in {trace}.named_parameters()]", setup), Repr(model.NamedParameters().Select(parameter => parameter.Name)));
            Assert.Equal(python.Eval($"[name for name, _ in {trace}.named_buffers()]", setup), Repr(model.NamedBuffers().Select(buffer => buffer.Name)));
            Assert.Equal(python.Eval($"list({trace}.state_dict())", setup), Repr(model.StateDict().Keys));
            Assert.Equal(python.Eval($"{trace}.training", setup), PythonValue.Repr(model.Training));
        }

        Assert.Equal(python.Eval("theirs.original_name", setup), model.OriginalName);
    }

    // Python records sizes; here they are numbers of .NET.
    [Theory]
    [InlineData("attention")]
    [InlineData("encoder")]
    public void Sizes_that_the_module_reads_stay_those_of_the_example(string name)
    {
        var (_, model, x, _) = Traced(name);
        model.Invoke("forward", x);
        Assert.ThrowsAny<TorchException>(() => model.Invoke("forward", Torch.Cat([x, x])));
        model.Invoke("forward", x);
    }

    [Fact]
    public void Gradients_and_steps_are_the_modules_too()
    {
        var (module, model, x, _) = Traced("linear");
        var net = (Sequential)module;
        var gradients = Gradients(model);
        Assert.Equal(Gradients(net), gradients);
        foreach (var parameters in new[] { module.Parameters(), model.Parameters() })
        {
            var before = Parity.Bits(model.Call(x));
            new SGD(parameters, lr: 0.1).Step();
            Assert.NotEqual(before, Parity.Bits(model.Call(x)));
            Assert.Equal(Parity.Bits(net.Call(x)), Parity.Bits(model.Call(x)));
        }

        List<string> Gradients(Module<Tensor, Tensor> called)
        {
            module.ZeroGrad(setToNone: true);
            called.Call(x).Square().Sum().Backward();
            return [.. module.Parameters().Select(parameter => Parity.Bits(parameter.Grad!))];
        }
    }

    [Fact]
    public void Statistics_are_the_modules_too()
    {
        var (module, model, x, _) = Traced("convolution in training");
        var before = TracedNetworks.Bits(module.StateDict().Values);
        model.Call(x);
        Assert.NotEqual(before, TracedNetworks.Bits(module.StateDict().Values));
        Assert.Equal(TracedNetworks.Bits(module.StateDict().Values), TracedNetworks.Bits(model.StateDict().Values));
    }

    [Fact]
    public void A_part_that_is_used_twice_is_one_part()
    {
        var (module, model, _, _) = Traced("shared");
        Assert.Same(model.GetSubmodule("first"), model.GetSubmodule("again"));
        Assert.Equal(module.NamedModules.Select(part => part.Name), model.NamedModules.Select(part => part.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Neither_needs_the_other_to_live(bool disposeModel)
    {
        var (module, model, x, _) = Traced("linear");
        var expected = Parity.Bits(model.Call(x));
        Module<Tensor, Tensor> left = disposeModel ? (Sequential)module : model;
        Module gone = disposeModel ? model : module;
        gone.Dispose();
        Torch.Memory.Collect();
        Assert.Equal(expected, Parity.Bits(left.Call(x)));
    }

    [Fact]
    public void Modules_of_two_and_three_inputs_are_traced_too()
    {
        Torch.ManualSeed(0);
        var (example, a, b, c) = (Torch.Rand(2, 3), Torch.Rand(5, 3), Torch.Rand(5, 3), Torch.Rand(5, 3));
        Bilinear two = new(3, 3, 2);
        Assert.Equal(Parity.Bits(two.Call(a, b)), Parity.Bits(Torch.Jit.Trace(two, (example, example + 1)).Invoke<Tensor>("forward", a, b)));
        TripletMarginLoss three = new();
        Assert.Equal(Parity.Bits(three.Call(a, b, c)), Parity.Bits(Torch.Jit.Trace(three, (example, example + 1, example - 2)).Invoke<Tensor>("forward", a, b, c)));
    }

    private static string Seen(ScriptModule model, Tensor x)
    {
        object?[] seen = [model.Invoke("forward", x), model.Invoke("forward", x), model.Invoke("forward", x), .. model.StateDict().Values];
        return TracedNetworks.Bits(seen);
    }

    private static string Repr(IEnumerable<string> names) => PythonValue.Repr(names.Select(name => (object?)name).ToList());

    // The module, its trace, another input, and in Python `own`, its trace of the same module, `theirs`, the file of this one, and x.
    private (Module Module, ScriptModule Model, Tensor X, string Setup) Traced(string name)
    {
        var network = TracedNetworks.All[name];
        Torch.ManualSeed(0);
        var module = network.Make();
        module.Train(network.Training);
        Torch.Save(module.StateDict(), _scripts["state.pt"]);
        Torch.ManualSeed(1);
        var model = network.Trace(module, Torch.Rand(network.Example));
        Torch.Jit.Save(model, _scripts["traced.pt"]);
        Torch.ManualSeed(2);
        return (module, model, Torch.Rand(network.Other), $"""
            {TracedNetworks.Setup}
            net = traced_models.made('{name}')
            net.load_state_dict(torch.load({_scripts.Quoted("state.pt")}))
            torch.manual_seed(1)
            own = torch.jit.trace(net, torch.rand({string.Join(", ", network.Example)}), check_trace=False)
            theirs = torch.jit.load({_scripts.Quoted("traced.pt")})
            torch.manual_seed(2)
            x = torch.rand({string.Join(", ", network.Other)})
            def seen(model): return bits([model(x) for _ in range(3)] + list(model.state_dict().values()))
            """);
    }
}
