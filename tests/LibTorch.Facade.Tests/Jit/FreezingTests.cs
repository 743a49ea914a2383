#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.Jit;
using LibTorch.NN;

namespace LibTorch.Tests.Jit;

/// <summary>Frozen models, and those made faster for inference, beside Python's of the same file.</summary>
[Collection(ProcessWideState.Name)]
public sealed class FreezingTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    public static TheoryData<string> Names => [.. TracedNetworks.All.Where(network => !network.Value.Training).Select(network => network.Key)];

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Frozen_it_computes_what_Pythons_frozen_one_computes(string name)
    {
        var (model, x, setup) = Traced(name);
        using var mode = Torch.NoGrad();
        var frozen = Torch.Jit.Freeze(model, optimizeNumerics: false);
        Assert.Equal(python.Eval("seen(torch.jit.freeze(model, optimize_numerics=False))", setup), Seen(frozen, x));
        Assert.Empty(frozen.StateDict());
        Torch.Jit.Save(frozen, _scripts["frozen.pt"]);
        Assert.Equal(python.Eval($"seen(torch.jit.load({_scripts.Quoted("frozen.pt")}))", setup), Seen(frozen, x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_stays_as_it_is(string name)
    {
        var (model, x, _) = Traced(name);
        using var mode = Torch.NoGrad();
        var (before, state) = (Seen(model, x), TracedNetworks.Bits(model.StateDict().Values));
        Torch.Jit.Freeze(model);
        Torch.Jit.OptimizeForInference(model);
        Assert.Equal(state, TracedNetworks.Bits(model.StateDict().Values));
        Assert.Equal(before, Seen(model, x));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Optimized_it_computes_nearly_the_same(string name)
    {
        var (model, x, setup) = Traced(name);
        // Merged pooling fails outside of this mode on 2.6, in Python too.
        using var mode = Torch.InferenceMode();
        foreach (var (call, fast) in new[] { ("torch.jit.freeze(model)", Torch.Jit.Freeze(model)), ("torch.jit.optimize_for_inference(model)", Torch.Jit.OptimizeForInference(model)) })
        {
            // Merged operators, and those of oneDNN, add in another order.
            for (var i = 0; i < 3; i++)
            {
                Torch.Testing.AssertClose(First(fast.Invoke("forward", x)), First(model.Invoke("forward", x)));
            }

            Torch.Save(First(fast.Invoke("forward", x)), _scripts["result.pt"]);
            Assert.Equal("None", python.Eval($"torch.testing.assert_close(torch.load({_scripts.Quoted("result.pt")}), torch.inference_mode()(lambda: first({call}(x)))())", setup));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Normalisation_is_merged_into_the_convolution_where_Python_merges_it(bool optimizeNumerics)
    {
        var (model, _, setup) = Traced("convolution");
        var merged = !Torch.Jit.Freeze(model, optimizeNumerics).Code().Contains("batch_norm", StringComparison.Ordinal);
        Assert.Equal(python.Eval($"'batch_norm' not in torch.jit.freeze(model, optimize_numerics={optimizeNumerics}).code", setup), merged.ToString());
    }

    [Fact]
    public void In_training_mode_freezing_is_refused_and_optimizing_ends_it()
    {
        var model = Torch.Jit.Trace(new Linear(3, 2), Torch.Ones(3));
        const string Setup = "model = torch.jit.trace(nn.Linear(3, 2), torch.ones(3))";
        Parity.SameError(python, "torch.jit.freeze(model)", () => Torch.Jit.Freeze(model), Setup);
        Torch.Jit.OptimizeForInference(model);
        Assert.Equal(python.Eval("(torch.jit.optimize_for_inference(model), model.training)[1]", Setup), model.Training.ToString());
        Torch.Jit.Freeze(model);
    }

    [Fact]
    public void What_is_frozen_already_is_optimized_itself()
    {
        var (model, x, setup) = Traced("linear");
        var frozen = Torch.Jit.Freeze(model);
        var same = ReferenceEquals(frozen, Torch.Jit.OptimizeForInference(frozen));
        Assert.Equal(python.Eval("(f := torch.jit.freeze(model), torch.jit.optimize_for_inference(f) is f)[1]", setup), same.ToString());
        Torch.Testing.AssertClose(frozen.Call(x), model.Call(x));
    }

    [Fact]
    public void Missing_models_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.Freeze(null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Jit.OptimizeForInference(null!));
    }

    private static string Seen(ScriptModule model, Tensor x) =>
        TracedNetworks.Bits(new[] { model.Invoke("forward", x), model.Invoke("forward", x), model.Invoke("forward", x) });

    private static Tensor First(object? result) => result as Tensor ?? (Tensor)((object?[])result!)[0]!;

    // A model, another input, and in Python the model from its file.
    private (ScriptModule Model, Tensor X, string Setup) Traced(string name)
    {
        var network = TracedNetworks.All[name];
        Torch.ManualSeed(0);
        var module = network.Make();
        module.Eval();
        var model = network.Trace(module, Torch.Rand(network.Example));
        Torch.Jit.Save(model, _scripts["traced.pt"]);
        Torch.ManualSeed(1);
        return (model, Torch.Rand(network.Other), $"""
            torch.set_grad_enabled(False)
            model = torch.jit.load({_scripts.Quoted("traced.pt")})
            torch.manual_seed(1)
            x = torch.rand({string.Join(", ", network.Other)})
            def first(result): return result[0] if isinstance(result, tuple) else result
            def seen(model): return bits([model(x) for _ in range(3)])
            """);
    }
}
