using LibTorch.NN;
using static LibTorch.Tests.NN.SampleNets;

namespace LibTorch.Tests.NN;

/// <summary>A module computes with other tensors in place of its own, and gradients and transforms go to these.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class FunctionalCallTests(PythonSession python)
{
    private const string Setup = SampleNets.Python + """

        try:
            from torch.func import functional_call, vmap, grad, stack_module_state
        except ImportError:
            from torch.nn.utils.stateless import functional_call
            from functorch import vmap, grad
        torch.manual_seed(3)
        deep = Deep()
        y = torch.randn(4, 3)
        given = {n: torch.randn_like(p).requires_grad_() for n, p in deep.named_parameters()}
        """;

    private static (Deep Deep, Tensor Y, Dictionary<string, Tensor> Given) Made()
    {
        Torch.ManualSeed(3);
        var deep = new Deep();
        var y = Torch.Randn(4, 3);
        return (deep, y, deep.NamedParameters().ToDictionary(one => one.Name, one => Torch.RandnLike(one.Parameter).Detach().RequiresGrad_()));
    }

    [Fact]
    public void Values_and_gradients_are_Pythons_and_the_module_is_as_before()
    {
        var (deep, y, given) = Made();
        var before = deep.StateDict().Values.Select(Parity.Bits).ToList();
        var output = Torch.Func.FunctionalCall(deep, given, y);
        output.Sum().Backward();
        Parity.Same(python, "[out] + [g.grad for g in given.values()]", [output, .. given.Values.Select(one => one.Grad!)], Setup + "\nout = functional_call(deep, given, (y,))\nout.sum().backward()\n");
        Assert.Equal(before, deep.StateDict().Values.Select(Parity.Bits));
        Assert.All(deep.Parameters(), parameter => Assert.Null(parameter.Grad));
        given.Remove("layers.0.weight");
        Parity.Same(python, "functional_call(deep, given, (y,))", Torch.Func.FunctionalCall(deep, given, y), Setup + "\ndel given['layers.0.weight']\n");
    }

    [Fact]
    public void A_module_of_its_own_parameters_gives_what_a_call_gives()
    {
        var (deep, y, _) = Made();
        var own = deep.NamedParameters().ToDictionary(one => one.Name, one => (Tensor)one.Parameter);
        Assert.Equal(Parity.Bits(deep.Call(y)), Parity.Bits(Torch.Func.FunctionalCall(deep, own, y, strict: true)));
        var hand = new ByHand();
        var double_ = hand.NamedParameters().ToDictionary(one => one.Name, one => one.Parameter.Double());
        Assert.Equal(LibTorch.DType.Float64, Torch.Func.FunctionalCall(hand, double_, Torch.Ones([3], dtype: LibTorch.DType.Float64)).DType);
        Assert.Equal(LibTorch.DType.Float32, hand.Call(Torch.Ones(3)).DType);
    }

    [Fact]
    public void Buffers_that_are_written_to_are_the_given_ones()
    {
        var bn = new BatchNorm1d(2);
        var count = Torch.Zeros([], dtype: LibTorch.DType.Int64);
        var given = new Dictionary<string, Tensor> { ["num_batches_tracked"] = count, ["running_mean"] = Torch.Zeros(2) };
        Torch.Func.FunctionalCall(bn, given, Torch.Ones(3, 2));
        Assert.Equal(1, count.Item<long>());
        Assert.Equal(0, bn.NumBatchesTracked!.Item<long>());
    }

    [Fact]
    public void Transforms_go_to_the_given_tensors()
    {
        var (deep, y, given) = Made();
        var plain = given.ToDictionary(one => one.Key, one => one.Value.Detach());
        var gradients = Torch.Func.Grad((Dictionary<string, Tensor> state) => Torch.Func.FunctionalCall(deep, state, y).Sum())(plain);
        Parity.Same(python, "list(grad(lambda s: functional_call(deep, s, (y,)).sum())(given).values())", gradients.Values, Setup + "\ngiven = {n: g.detach() for n, g in given.items()}\n");
        Assert.Throws<TorchException>(() => Torch.Func.FunctionalCall(deep, plain, Torch.Ones(7)));
        Assert.Equal(Parity.Bits(new Deep().Call(y)).Length, Parity.Bits(deep.Call(y)).Length);
        Assert.All(deep.Parameters(), parameter => Assert.True(parameter.IsLeaf));
    }

    [Fact]
    public void An_ensemble_is_one_call()
    {
        Torch.ManualSeed(3);
        Deep[] models = [new Deep(), new Deep(), new Deep()];
        var y = Torch.Randn(4, 3);
        var (parameters, buffers) = Torch.Func.StackModuleState(models);
        Assert.Empty(buffers);
        Assert.All(parameters.Values, parameter => Assert.True(parameter is { IsLeaf: true, RequiresGrad: true }));
        var all = Torch.Func.Vmap((Dictionary<string, Tensor> state) => Torch.Func.FunctionalCall(models[0], state, y))(parameters);
        Assert.True(Torch.Allclose(all, Torch.Stack([.. models.Select(model => model.Call(y))]), atol: 1e-6));
        const string Ensemble = """

            torch.manual_seed(3)
            models = [Deep() for _ in range(3)]
            y = torch.randn(4, 3)
            names = [n for n, _ in models[0].named_parameters()]
            parameters = {n: torch.stack([dict(m.named_parameters())[n] for m in models]).detach() for n in names}
            """;
        Parity.Same(python, "vmap(lambda s: functional_call(models[0], s, (y,)))(parameters)", all, Setup + Ensemble);
        if (python.Eval("hasattr(torch, 'func')") == "True")
        {
            Parity.SameError(python, "stack_module_state([])", () => Torch.Func.StackModuleState([]), Setup);
            models[1].Eval();
            Parity.SameError(python, "stack_module_state([models[0], models[1].eval()])", () => Torch.Func.StackModuleState(models), Setup + Ensemble);
            Parity.SameError(python, "stack_module_state([deep, nn.Linear(2, 3)])", () => Torch.Func.StackModuleState([new Deep(), new Linear(2, 3)]), Setup);
        }
    }

    [Fact]
    public void Names_that_do_not_fit_are_said()
    {
        var linear = new Linear(2, 3);
        var x = Torch.Ones(2);
        var given = new Dictionary<string, Tensor> { ["weight"] = Torch.Ones(3, 2), ["other"] = x };
        Assert.Equal(Parity.Bits(linear.Bias! + 2), Parity.Bits(Torch.Func.FunctionalCall(linear, given, x)));
        Assert.Throws<TorchException>(() => Torch.Func.FunctionalCall(linear, new Dictionary<string, Tensor> { ["nope.weight"] = x }, x));
        var first = new Linear(2, 2);
        Sequential tied = [first, first];
        var two = new Dictionary<string, Tensor> { ["0.weight"] = Torch.Ones(2, 2), ["1.weight"] = Torch.Zeros(2, 2) };
        if (python.Eval("hasattr(torch, 'func')") == "True")
        {
            Parity.SameError(python, "functional_call(nn.Linear(2, 3), {'weight': torch.ones(3, 2), 'other': torch.ones(2)}, (torch.ones(2),), strict=True)",
                () => Torch.Func.FunctionalCall(linear, given, x, strict: true), Setup);
            Parity.SameError(python, "functional_call(nn.Sequential(l, l), {'0.weight': torch.ones(2, 2), '1.weight': torch.zeros(2, 2)}, (torch.ones(2),))",
                () => Torch.Func.FunctionalCall(tied, two, x), Setup + "\nl = nn.Linear(2, 2)\n");
        }

        Assert.Throws<TorchValueException>(() => Torch.Func.FunctionalCall(tied, two, x));
        Assert.Equal(Parity.Bits((first.Bias! + 2).Sum() + first.Bias!), Parity.Bits(Torch.Func.FunctionalCall(tied, new Dictionary<string, Tensor> { ["0.weight"] = Torch.Ones(2, 2) }, x)));
    }

    [Fact]
    public void Names_of_a_shared_weight_may_have_values_of_their_own()
    {
        var weight = new Parameter(Torch.Ones(2, 2));
        var tied = new Tied(weight);
        var x = Torch.Tensor([1f, 2f]);
        var given = new Dictionary<string, Tensor> { ["first"] = Torch.Eye(2), ["second"] = Torch.Ones(2, 2) * 3 };
        Assert.Throws<TorchValueException>(() => Torch.Func.FunctionalCall(tied, given, x));
        const string TiedSetup = """

            class Tied(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.first = self.second = nn.Parameter(torch.ones(2, 2))
                def forward(self, x): return self.second @ (self.first @ x)
            x = torch.tensor([1., 2.])
            given = {'first': torch.eye(2), 'second': torch.ones(2, 2) * 3}
            """;
        var tie = python.Eval("hasattr(torch, 'func')") == "True" ? ", tie_weights=False" : "";
        Parity.Same(python, $"functional_call(Tied(), given, (x,){tie})", Torch.Func.FunctionalCall(tied, given, x, tieWeights: false), Setup + TiedSetup);
        given.Remove("second");
        Parity.Same(python, $"functional_call(Tied(), {{'first': torch.eye(2)}}, (x,){tie})", Torch.Func.FunctionalCall(tied, given, x, tieWeights: false), Setup + TiedSetup);
        if (tie.Length > 0)
        {
            Parity.SameError(
                python, "functional_call(Tied(), {'first': torch.eye(2)}, (x,), tie_weights=False, strict=True)",
                () => Torch.Func.FunctionalCall(tied, given, x, strict: true, tieWeights: false), Setup + TiedSetup);
        }

        Assert.Same(weight, tied.First);
        Assert.Same(weight, tied.Second);
        Assert.Null(weight.StandIn);

        // One module in two places has one field.
        var linear = new Linear(2, 2, bias: false);
        Sequential twice = [linear, linear];
        Assert.Equal([4f, 8f], Torch.Func.FunctionalCall(twice, new Dictionary<string, Tensor> { ["0.weight"] = Torch.Eye(2) * 2 }, x, tieWeights: false).ToArray<float>());
    }

    [Fact]
    public void Duplicates_are_listed_where_asked_for()
    {
        var tied = new Tied(new Parameter(Torch.Ones(2, 2)));
        Assert.Equal(["first"], tied.NamedParameters().Select(one => one.Name));
        Assert.Equal(["first", "second"], tied.NamedParameters(removeDuplicate: false).Select(one => one.Name));
        var bn = new BatchNorm1d(2);
        Sequential twice = [bn, bn];
        Assert.Equal(["", "0"], twice.NamedModules.Select(one => one.Name));
        Assert.Equal(python.Eval("' '.join(n for n, _ in nn.Sequential(b, b).named_modules(prefix='net', remove_duplicate=False))", "b = nn.BatchNorm1d(2)"),
            string.Join(' ', twice.GetNamedModules("net", removeDuplicate: false).Select(one => one.Name)));
        Assert.Equal(3, twice.NamedBuffers().Count);
        Assert.Equal(6, twice.NamedBuffers(removeDuplicate: false).Count);
        if (python.Eval("hasattr(torch, 'func')") == "True")
        {
            Assert.Equal(python.Eval("' '.join(n for n, _ in nn.Sequential(b, b).named_buffers('net', remove_duplicate=False))", "b = nn.BatchNorm1d(2)"),
                string.Join(' ', twice.NamedBuffers("net", removeDuplicate: false).Select(one => one.Name)));
        }

        twice.Append(twice);
        Assert.Throws<InvalidOperationException>(() => twice.NamedParameters(removeDuplicate: false));
        Assert.Equal(2, twice.NamedParameters().Count);
    }

    private sealed partial class Tied(Parameter weight) : Module<Tensor, Tensor>
    {
        public Parameter First { get; } = weight;

        public Parameter Second { get; } = weight;

        public override Tensor Forward(Tensor input) => Second.Matmul(First.Matmul(input));
    }
}
