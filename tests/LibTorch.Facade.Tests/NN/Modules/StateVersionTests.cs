using LibTorch.NN;

namespace LibTorch.Tests.NN;

using Utils = LibTorch.NN.Utils;

/// <summary>States that older versions of a class saved are brought into today's layout, or refused, as in Python.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class StateVersionTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn, torch.nn.utils as U
        from collections import OrderedDict
        torch.manual_seed(3)
        def plain(s): return OrderedDict((n, t.clone()) for n, t in s.items())
        def loaded(m, s):
            keys = m.load_state_dict(s)
            return str(keys) + bits(list(m.state_dict().values()))
        def batch_norm():
            m = nn.Sequential(nn.Identity(), nn.BatchNorm2d(3))
            m(torch.randn(2, 3, 4, 4))
            return m
        def spectral():
            m = U.spectral_norm(nn.Linear(4, 3))
            for _ in range(3): m(torch.randn(2, 4))
            return m
        def older(s, version=None):
            weight = s['weight_orig'] / 3
            if version is None: s = plain(s)
            else: s._metadata['']['spectral_norm']['weight.version'] = version
            del s['weight_v']
            s['weight'] = weight
            return s

        """;

    [Theory]
    [InlineData("", 1)]
    [InlineData("", 2)]
    [InlineData("plain", 0)]
    public void Batches_that_were_not_counted_yet(string form, int version)
    {
        Torch.ManualSeed(3);
        var (saved, module) = (Normalised(), Normalised());
        var state = form.Length > 0 ? Plain(saved.StateDict()) : saved.StateDict();
        state.Remove("1.num_batches_tracked");
        state.Versions["1"] = version;
        if (form.Length > 0)
        {
            state.Versions.Clear();
        }

        Parity.SameAnswer(python, "loaded(m, s)", () => Loaded(module, state), Setup + $"""
            saved, m = batch_norm(), batch_norm()
            s = {form}(saved.state_dict())
            del s['1.num_batches_tracked']
            if '{form}' == '': s._metadata['1']['version'] = {version}
            """);
    }

    [Theory]
    [InlineData("running_mean")]
    [InlineData("running_mean running_var")]
    [InlineData("running_mean running_var num_batches_tracked")]
    public void Running_figures_that_an_instance_norm_does_not_keep(string names)
    {
        var module = new InstanceNorm2d(3);
        var state = new StateDict();
        names.Split(' ').ToList().ForEach(name => state[name] = Torch.Ones(3));
        const string Plain = Setup + "m = nn.InstanceNorm2d(3)\n";
        Parity.SameAnswer(python, $"loaded(m, {{n: torch.ones(3) for n in '{names}'.split()}})", () => Loaded(module, state), Plain);
        state.Versions[""] = 1;
        Parity.SameAnswer(python, "loaded(m, s)", () => Loaded(module, state), Plain + $$"""
            s = OrderedDict((n, torch.ones(3)) for n in '{{names}}'.split())
            s._metadata = {'': dict(version=1)}
            """);
        state.Versions.Clear();
        state["num_batches_tracked"] = Torch.Zeros([], dtype: LibTorch.DType.Int64);
        Parity.SameAnswer(
            python, $"loaded(nn.InstanceNorm2d(3, track_running_stats=True), {{**{{n: torch.ones(3) for n in '{names}'.split()}}, 'num_batches_tracked': torch.tensor(0)}})",
            () => Loaded(new InstanceNorm2d(3, trackRunningStats: true), state), Setup);
    }

    [Theory]
    [InlineData("s.state_dict()")]
    [InlineData("plain(s.state_dict())")]
    [InlineData("older(s.state_dict())")]
    [InlineData("older(s.state_dict(), 0)")]
    [InlineData("{k: v for k, v in s.state_dict().items() if k != 'weight_v'}")]
    [InlineData("{k: v for k, v in older(s.state_dict()).items() if k != 'weight_u'}")]
    public void Weights_of_an_older_spectral_norm(string expression)
    {
        Torch.ManualSeed(3);
        var (saved, module) = (Spectral(), Spectral());
        var state = saved.StateDict();
        var given = expression switch
        {
            "s.state_dict()" => state,
            "plain(s.state_dict())" => Plain(state),
            "older(s.state_dict())" => Older(Plain(state)),
            "older(s.state_dict(), 0)" => Older(state),
            _ when expression.Contains("older", StringComparison.Ordinal) => Older(Plain(state)),
            _ => Plain(state),
        };
        if (expression[0] == '{')
        {
            given.Remove(expression.Contains("older", StringComparison.Ordinal) ? "weight_u" : "weight_v");
        }

        if (expression.Contains(", 0)", StringComparison.Ordinal))
        {
            given.SpectralNorms[""]["weight.version"] = 0;
        }

        Parity.SameAnswer(python, $"loaded(m, {expression})", () => Loaded(module, given), Setup + "s, m = spectral(), spectral()\n");
    }

    [Fact]
    public void The_versions_are_Pythons()
    {
        Sequential net = [Utils.SpectralNorm(new Linear(4, 3)), new BatchNorm1d(3)];
        var state = net.StateDict();
        Assert.Equal(
            python.Eval("' '.join(f\"{n}:{m['version']}{m.get('spectral_norm', '')}\" for n, m in nn.Sequential(U.spectral_norm(nn.Linear(4, 3)), nn.BatchNorm1d(3)).state_dict()._metadata.items())", Setup),
            string.Join(' ', state.Versions.Select(one => $"{one.Key}:{one.Value}{(state.SpectralNorms.TryGetValue(one.Key, out var norms) ? "{" + string.Join(", ", norms.Select(norm => $"'{norm.Key}': {norm.Value}")) + "}" : "")}")));
    }

    [Fact]
    public void A_class_may_have_versions_of_its_own()
    {
        var module = new Renamed();
        var state = new StateDict { ["old"] = Torch.Ones(2) * 3 };
        module.LoadStateDict(state);
        Assert.Equal(3, module.Scale[0].Item<float>());
        Assert.Equal(["old"], state.Keys);
        state = module.StateDict();
        Assert.Equal(["scale"], state.Keys);
        Assert.Equal(2, state.Versions[""]);
        module.LoadStateDict(state);
        state.Remove("scale");
        state["old"] = Torch.Ones(2);
        Assert.Throws<TorchException>(() => module.LoadStateDict(state));
    }

    private static Sequential Normalised()
    {
        Sequential net = [new Identity(), new BatchNorm2d(3)];
        net.Call(Torch.Randn(2, 3, 4, 4));
        return net;
    }

    private static Linear Spectral()
    {
        var linear = Utils.SpectralNorm(new Linear(4, 3));
        for (var i = 0; i < 3; i++)
        {
            linear.Call(Torch.Randn(2, 4));
        }

        return linear;
    }

    private static StateDict Plain(StateDict state)
    {
        var plain = new StateDict();
        state.ToList().ForEach(item => plain[item.Key] = item.Value.Clone());
        return plain;
    }

    private static StateDict Older(StateDict state)
    {
        var weight = state["weight_orig"] / 3;
        state.Remove("weight_v");
        state["weight"] = weight;
        return state;
    }

    private static string Loaded(Module module, StateDict state) =>
        $"{module.LoadStateDict(state)}({string.Join("; ", module.StateDict().Values.Select(Parity.Bits))})";

    private sealed partial class Renamed : Module<Tensor, Tensor>
    {
        public Parameter Scale { get; } = new(Torch.Ones(2));

        protected override int StateVersion => 2;

        public override Tensor Forward(Tensor input) => input * Scale;

        protected override void UpgradeState(LoadedState state)
        {
            if (state.Version is null or < 2)
            {
                state.StateDict[state.Prefix + "scale"] = state.StateDict[state.Prefix + "old"];
                state.StateDict.Remove(state.Prefix + "old");
            }
        }
    }
}
