using LibTorch.NN;
using static LibTorch.Tests.NN.SampleParametrizations;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>A parametrized weight is computed, saved, trained and taken away as Python's.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ParametrizeTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        import torch.nn.utils.parametrize as P
        class Symmetric(nn.Module):
            def forward(self, X): return X.triu() + X.triu(1).T
            def right_inverse(self, A): return A.triu()
        class Doubled(nn.Module):
            def forward(self, X): return 2 * X
        class RankOne(nn.Module):
            def forward(self, x, y): return x.unsqueeze(-1) @ y.unsqueeze(-2)
            def right_inverse(self, Z): return Z[:, 0] * 1, Z[0] * 1
        class Wrong(nn.Module):
            def forward(self, X): return X.double()
        class Short(nn.Module):
            def forward(self, X): return X[0]
        torch.manual_seed(3)
        m = nn.Linear(3, 3)
        x = torch.randn(2, 3)
        """;

    private static (Linear Linear, Tensor X) Made()
    {
        Torch.ManualSeed(3);
        return (new Linear(3, 3), Torch.Randn(2, 3));
    }

    [Fact]
    public void Names_values_text_and_gradients_are_Pythons()
    {
        var (linear, x) = Made();
        var original = linear.Weight;
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        const string Registered = Setup + "\nP.register_parametrization(m, 'weight', Symmetric())\n";
        Parity.SameText(python, "m", linear, Registered);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Registered), string.Join(' ', linear.StateDict().Keys));
        Assert.Equal(python.Eval("' '.join(n for n, _ in m.named_parameters())", Registered), string.Join(' ', linear.NamedParameters().Select(one => one.Name)));
        Parity.Same(python, "list(m.state_dict().values())", linear.StateDict().Values, Registered);
        Parity.SameText(python, "m.weight", linear.Weight, Registered);
        Assert.Same(original, Utils.Parametrize.Of(linear, "weight").Original);
        var output = linear.Call(x);
        output.Sum().Backward();
        linear.Weight.Pow(2).Sum().Backward();
        linear.Weight.Pow(2).Sum().Backward();
        Parity.Same(python, "[out] + [p.grad for p in m.parameters()]", [output, .. linear.Parameters().Select(parameter => parameter.Grad!)], Registered + """

            out = m(x)
            out.sum().backward()
            (m.weight ** 2).sum().backward()
            (m.weight ** 2).sum().backward()
            """);
        Assert.True(Utils.Parametrize.IsParametrized(linear));
        Assert.True(Utils.Parametrize.IsParametrized(linear, "weight"));
        Assert.False(Utils.Parametrize.IsParametrized(linear, "bias"));
        Assert.False(linear.Weight.IsLeaf);
    }

    [Fact]
    public void It_is_up_to_date_outside_of_calls()
    {
        var (linear, x) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        var sgd = linear.Parameters().ToList();
        linear.Call(x).Sum().Backward();
        using (Torch.NoGrad())
        {
            sgd.ForEach(parameter => parameter.Sub_(parameter.Grad! * 0.5));
        }

        Parity.Same(python, "m.weight", linear.Weight, Setup + """

            P.register_parametrization(m, 'weight', Symmetric())
            m(x).sum().backward()
            with torch.no_grad():
                for p in m.parameters(): p.sub_(p.grad * 0.5)
            """);
        linear.Double();
        Assert.Equal(LibTorch.DType.Float64, linear.Weight.DType);
        Utils.Parametrize.Of(linear, "weight").Original.Data = Torch.Ones([3, 3], dtype: LibTorch.DType.Float64) * 4;
        Assert.Equal(4, linear.Weight[0, 0].Item<double>());
        using (Torch.NoGrad())
        {
            Assert.False(linear.Weight.RequiresGrad);
        }

        Assert.True(linear.Weight.RequiresGrad);
    }

    [Fact]
    public void Several_are_applied_in_order_and_taken_away_together()
    {
        var (linear, x) = Made();
        var weight = linear.Weight;
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Doubled());
        Utils.Parametrize.RegisterParametrization(linear, "bias", new Doubled());
        const string Registered = Setup + """

            P.register_parametrization(m, 'weight', Symmetric())
            P.register_parametrization(m, 'weight', Doubled())
            P.register_parametrization(m, 'bias', Doubled())
            """;
        Parity.SameText(python, "m", linear, Registered);
        Parity.Same(python, "[m(x)] + list(m.state_dict().values())", [linear.Call(x), .. linear.StateDict().Values], Registered);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Registered), string.Join(' ', linear.StateDict().Keys));
        Utils.Parametrize.RemoveParametrizations(linear, "weight");
        const string Removed = Registered + "\nP.remove_parametrizations(m, 'weight')\n";
        Parity.SameText(python, "m", linear, Removed);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Removed), string.Join(' ', linear.StateDict().Keys));
        Parity.Same(python, "[m(x), m.weight]", [linear.Call(x), linear.Weight], Removed);
        Assert.Same(weight, linear.Weight);
        Utils.Parametrize.RemoveParametrizations(linear, "bias", leaveParametrized: false);
        const string Bare = Removed + "\nP.remove_parametrizations(m, 'bias', leave_parametrized=False)\n";
        Parity.SameText(python, "m", linear, Bare);
        Parity.Same(python, "list(m.state_dict().values())", linear.StateDict().Values, Bare);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Bare), string.Join(' ', linear.StateDict().Keys));
        Parity.SameError(python, "P.remove_parametrizations(m, 'bias')", () => Utils.Parametrize.RemoveParametrizations(linear, "bias"), Bare);
    }

    [Fact]
    public void Several_originals_are_Pythons()
    {
        var (linear, x) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new RankOne());
        const string Registered = Setup + "\nP.register_parametrization(m, 'weight', RankOne())\n";
        Parity.SameText(python, "m", linear, Registered);
        Assert.Equal(python.Eval("' '.join(m.state_dict())", Registered), string.Join(' ', linear.StateDict().Keys));
        Parity.Same(python, "[m(x)] + list(m.state_dict().values())", [linear.Call(x), .. linear.StateDict().Values], Registered);
        Utils.Parametrize.Of(linear, "weight").RightInverse(Torch.Ones(3, 3) * 2);
        Parity.Same(python, "m.weight", linear.Weight, Registered + "\nm.weight = torch.ones(3, 3) * 2\n");
        Parity.SameError(
            python, "P.remove_parametrizations(m, 'weight', leave_parametrized=False)", () => Utils.Parametrize.RemoveParametrizations(linear, "weight", leaveParametrized: false), Registered);
        Utils.Parametrize.RemoveParametrizations(linear, "weight");
        Parity.Same(python, "m.weight", linear.Weight, Registered + "\nm.weight = torch.ones(3, 3) * 2\nP.remove_parametrizations(m, 'weight')\n");
        Assert.IsType<Parameter>(linear.Weight);
        Assert.True(linear.Weight.IsLeaf);
    }

    [Fact]
    public void What_does_not_fit_is_said_as_in_Python_and_the_module_stays()
    {
        var (linear, x) = Made();
        var before = Parity.Bits(linear.Call(x));
        Parity.SameError(python, "P.register_parametrization(m, 'weight', Wrong())", () => Utils.Parametrize.RegisterParametrization(linear, "weight", new Wrong()), Setup);
        Parity.SameError(python, "P.register_parametrization(m, 'weight', Short())", () => Utils.Parametrize.RegisterParametrization(linear, "weight", new Short()), Setup);
        Parity.SameError(python, "P.register_parametrization(m, 'nope', Short())", () => Utils.Parametrize.RegisterParametrization(linear, "nope", new Short()), Setup);
        Assert.Equal(before, Parity.Bits(linear.Call(x)));
        Assert.Equal("weight bias", string.Join(' ', linear.StateDict().Keys));
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Doubled());
        const string Registered = Setup + "\nP.register_parametrization(m, 'weight', Doubled())\n";
        Parity.SameError(python, "P.register_parametrization(m, 'weight', Wrong())", () => Utils.Parametrize.RegisterParametrization(linear, "weight", new Wrong()), Registered);
        Parity.SameError(python, "P.register_parametrization(m, 'weight', Short())", () => Utils.Parametrize.RegisterParametrization(linear, "weight", new Short()), Registered);
        Parity.SameError(python, "m.__setattr__('weight', torch.ones(3, 3))", () => Utils.Parametrize.Of(linear, "weight").RightInverse(Torch.Ones(3, 3)), Registered);
    }

    [Fact]
    public void A_block_computes_each_once()
    {
        var (linear, _) = Made();
        var counted = new Counted();
        Utils.Parametrize.RegisterParametrization(linear, "weight", counted);
        var before = counted.Calls;
        using (Utils.Parametrize.Cached())
        {
            _ = linear.Call(Torch.Ones(3));
            _ = linear.Call(Torch.Ones(3));
            _ = linear.Weight.ToString();
        }

        Assert.Equal(before + 1, counted.Calls);
        _ = linear.Call(Torch.Ones(3));
        _ = linear.Call(Torch.Ones(3));
        Assert.Equal(before + 3, counted.Calls);
    }

    [Fact]
    public void Copies_states_and_functional_calls_know_the_original()
    {
        var (linear, x) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        var copy = (Linear)linear.DeepCopy();
        Assert.Equal(Parity.Bits(linear.Call(x)), Parity.Bits(copy.Call(x)));
        using (Torch.NoGrad())
        {
            copy.GetParameter("parametrizations.weight.original").Zero_();
        }

        Assert.Equal(Parity.Bits(Torch.Zeros(3, 3)), Parity.Bits(copy.Weight));
        Assert.NotEqual(Parity.Bits(linear.Call(x)), Parity.Bits(copy.Call(x)));
        copy.LoadStateDict(linear.StateDict());
        Assert.Equal(Parity.Bits(linear.Call(x)), Parity.Bits(copy.Call(x)));
        var given = new Dictionary<string, Tensor> { ["parametrizations.weight.original"] = Torch.Eye(3).RequiresGrad_() };
        Assert.Equal(Parity.Bits(x + linear.Bias!), Parity.Bits(Torch.Func.FunctionalCall(linear, given, x)));
        Assert.Equal(Parity.Bits(copy.Weight), Parity.Bits(linear.Weight));
    }

    [Fact]
    public void A_user_module_is_parametrized_by_its_fields_or_by_hand()
    {
        var own = new Own();
        var weight = own.GetParameter("weight");
        Utils.Parametrize.RegisterParametrization(own, "weight", new Doubled());
        Assert.Equal(2, own.Call(Torch.Ones(1)).Item<float>());
        Assert.Equal("parametrizations.weight.original", string.Join(' ', own.StateDict().Keys));
        Assert.Same(weight, own.GetParameter("parametrizations.weight.original"));
        var hand = new SampleNets.ByHand();
        Utils.Parametrize.RegisterParametrization(hand, "scale", new Doubled());
        Assert.Equal("fc1.weight fc1.bias parametrizations.scale.original", string.Join(' ', hand.StateDict().Keys));
        var output = hand.Call(Torch.Ones(3));
        Assert.Equal(Parity.Bits(((Linear)hand.GetSubmodule("fc1")).Call(Torch.Ones(3)) * 2), Parity.Bits(output));
        output.Sum().Backward();
        Assert.NotNull(hand.GetParameter("parametrizations.scale.original").Grad);
        Utils.Parametrize.RemoveParametrizations(hand, "scale");
        Assert.Equal(Parity.Bits(output), Parity.Bits(hand.Call(Torch.Ones(3))));
        Assert.Equal(Parity.Bits(Torch.Ones(4) * 2), Parity.Bits(hand.GetParameter("scale")));
    }

    [Fact]
    public void One_that_uses_itself_or_was_disposed_of_is_refused()
    {
        var (linear, _) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Circular(linear), isUnsafe: true);
        Assert.Throws<InvalidOperationException>(() => linear.Call(Torch.Ones(3)));
        var (other, _) = Made();
        Utils.Parametrize.RegisterParametrization(other, "weight", new Doubled());
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.Call(Torch.Ones(3)));
    }

    [Fact]
    public void Threads_have_graphs_of_their_own()
    {
        var (linear, x) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        Parallel.For(0, 64, _ => linear.Call(x).Sum().Backward());
        var all = linear.GetParameter("parametrizations.weight.original").Grad!;
        linear.ZeroGrad(setToNone: true);
        linear.Call(x).Sum().Backward();
        Assert.True(Torch.Allclose(all, linear.GetParameter("parametrizations.weight.original").Grad! * 64));
    }

    [Fact]
    public void Parametrizations_are_transferred_as_in_Python()
    {
        var (linear, x) = Made();
        Utils.Parametrize.RegisterParametrization(linear, "weight", new Symmetric());
        var (other, bare) = (new Linear(3, 3), new Identity());
        Utils.Parametrize.TransferParametrizationsAndParams(linear, other);
        Utils.Parametrize.TransferParametrizationsAndParams(linear, bare, "weight");
        const string Transferred = Setup + """

            P.register_parametrization(m, 'weight', Symmetric())
            other, bare = nn.Linear(3, 3), nn.Identity()
            P.transfer_parametrizations_and_params(m, other)
            P.transfer_parametrizations_and_params(m, bare, 'weight')
            """;
        Parity.SameText(python, "other", other, Transferred);
        Parity.SameText(python, "bare", bare, Transferred);
        Parity.Same(python, "[other(x), other.weight]", [other.Call(x), other.Weight], Transferred);
        Assert.Equal(python.Eval("' '.join(bare.state_dict())", Transferred), string.Join(' ', bare.StateDict().Keys));
        Assert.Same(Utils.Parametrize.Of(linear, "weight").Original, Utils.Parametrize.Of(other, "weight").Original);
        Assert.Same(Utils.Parametrize.Of(linear, "weight").Original, Utils.Parametrize.Of(bare, "weight").Original);
        Utils.Parametrize.TransferParametrizationsAndParams(new Linear(2, 2), bare);
    }
}
