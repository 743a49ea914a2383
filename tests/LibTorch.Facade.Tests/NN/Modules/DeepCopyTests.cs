using LibTorch.NN;
using static LibTorch.Tests.NN.SampleNets;

namespace LibTorch.Tests.NN;

/// <summary>A copy computes the same, has nothing of the original's, and shares inside what is shared there.</summary>
[Collection(ProcessWideState.Name)]
public sealed class DeepCopyTests(PythonSession python)
{
    [Fact]
    public void It_has_values_of_its_own_and_computes_the_same()
    {
        Torch.ManualSeed(3);
        var net = new Net();
        var x = Torch.Randn(2, 1, 8, 8);
        net.Call(x).Sum().Backward();
        net.Fc1.Eval();
        net.Factor.RequiresGrad_(false);
        var copy = (Net)net.DeepCopy();
        const string Copied = SampleNets.Python + """

            import copy
            torch.manual_seed(3)
            net = Net()
            x = torch.randn(2, 1, 8, 8)
            net(x).sum().backward()
            net.fc1.eval()
            net.scale.requires_grad_(False)
            c = copy.deepcopy(net)
            """;
        Parity.Same(python, "list(c.state_dict().values()) + [c(x)]", [.. copy.StateDict().Values, copy.Call(x)], Copied);
        Assert.Equal(
            python.Eval("[(n, p.requires_grad, p.grad is None) for n, p in c.named_parameters()]", Copied),
            $"[{string.Join(", ", copy.NamedParameters().Select(one => $"('{one.Name}', {one.Parameter.RequiresGrad}, {one.Parameter.Grad is null})"))}]");
        Assert.Equal(python.Eval("[m.training for m in c.modules()]", Copied), $"[{string.Join(", ", copy.Modules.Select(module => module.Training))}]");
        Assert.Equal(net.ToString(), copy.ToString());
        Assert.NotSame(net.Fc1, copy.Fc1);
        Assert.NotSame(net.Factor, copy.Factor);
        copy.Factor.Data.Fill_(5);
        Assert.Equal(1, net.Factor[0].Item<float>());
        net.Dispose();
        Assert.False(copy.Factor.IsDisposed);
        copy.Call(x).Sum().Backward();
    }

    [Fact]
    public void What_is_shared_inside_stays_shared()
    {
        var inner = new Linear(2, 2);
        var net = new Generic<Linear>.Nested(inner);
        var copy = (Generic<Linear>.Nested)net.DeepCopy();
        Assert.Same(copy.Inner, copy.Again);
        Assert.Same(copy.Inner, copy.Own);
        Assert.NotSame(inner, copy.Inner);
        Assert.NotSame(net.Bias, copy.Bias);
        Assert.Equal(net.StateDict().Keys, copy.StateDict().Keys);
        Assert.Equal(3, copy.Parameters().Count());
        var tied = new Sequential(inner, new ReLU(), inner);
        var again = (Sequential)tied.DeepCopy();
        Assert.Same(again[0], again[2]);
        Assert.NotSame(tied[0], again[0]);
        Assert.Equal(2, again.Parameters().Count());
    }

    [Fact]
    public void Lists_and_dictionaries_are_copied()
    {
        Torch.ManualSeed(3);
        var deep = new Deep();
        var copy = (Deep)deep.DeepCopy();
        var y = Torch.Randn(4, 3);
        Assert.Equal(Parity.Bits(deep.Call(y)), Parity.Bits(copy.Call(y)));
        foreach (var parameter in deep.Parameters())
        {
            parameter.Data.Zero_();
        }

        Assert.NotEqual(Parity.Bits(deep.Call(y)), Parity.Bits(copy.Call(y)));
        var list = new ModuleList<Module>();
        list.Add(list);
        var cycle = (ModuleList<Module>)list.DeepCopy();
        Assert.Same(cycle, cycle[0]);
    }

    [Fact]
    public void Hooks_go_along_and_are_the_copys_own_then()
    {
        var linear = new Linear(2, 3);
        var hook = linear.RegisterForwardHook((_, _, output) => output * 0);
        var calls = 0;
        linear.RegisterFullBackwardHook((_, _, _) => calls++);
        var copy = (Linear)linear.DeepCopy();
        hook.Dispose();
        Assert.Equal(0, copy.Call(Torch.Ones(2)).Sum().Item<float>());
        copy.RegisterForwardHook((_, _, output) => output + 1);
        Assert.Equal(3, copy.Call(Torch.Ones(2)).Sum().Item<float>());
        Assert.NotEqual(3, linear.Call(Torch.Ones(2)).Sum().Item<float>());
        copy.Call(Torch.Ones([2], requiresGrad: true)).Sum().Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void What_a_class_lists_by_hand_it_copies_by_hand()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new ByHand().DeepCopy());
        Assert.Contains("OnCopied", error.Message, StringComparison.Ordinal);
        var module = new CopiedByHand();
        var copy = (CopiedByHand)module.DeepCopy();
        Assert.NotSame(module.Inner, copy.Inner);
        Assert.Equal(Parity.Bits(module.Call(Torch.Ones(2))), Parity.Bits(copy.Call(Torch.Ones(2))));
        copy.GetParameter("inner.weight").Data.Zero_();
        Assert.NotEqual(Parity.Bits(module.Call(Torch.Ones(2))), Parity.Bits(copy.Call(Torch.Ones(2))));
    }

    [Fact]
    public void What_was_registered_from_outside_is_copied()
    {
        var net = new Net();
        net.RegisterModule("extra", new Linear(2, 2));
        net.RegisterBuffer("count", new LibTorch.NN.Buffer(Torch.Ones(1)));
        var copy = (Net)net.DeepCopy();
        Assert.Equal(net.StateDict().Keys, copy.StateDict().Keys);
        Assert.NotSame(net.GetSubmodule("extra"), copy.GetSubmodule("extra"));
    }

    [Fact]
    public void A_buffer_keeps_whether_it_requires_a_gradient()
    {
        var net = new Swapped();
        var leaf = new LibTorch.NN.Buffer(Torch.Ones(1));
        leaf.RequiresGrad_();
        net.RegisterBuffer("b", leaf);
        Assert.True(((Swapped)net.DeepCopy()).GetBuffer("b").RequiresGrad);
    }

    private sealed class CopiedByHand : Module<Tensor, Tensor>
    {
        private Linear _inner;

        public CopiedByHand() => Child(out _inner, new Linear(2, 2));

        public Linear Inner => _inner;

        public override Tensor Forward(Tensor input) => _inner.Call(input);

        protected override void OnCopied(ModuleCopy copy)
        {
            ArgumentNullException.ThrowIfNull(copy);
            _inner = copy.Of(_inner);
        }
    }
}
