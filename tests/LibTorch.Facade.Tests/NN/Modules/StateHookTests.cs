using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Hooks on states are called in Python's order and may do what Python's may.</summary>
[Collection(ProcessWideState.Name)]
public sealed partial class StateHookTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn
        torch.manual_seed(3)
        net = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.Linear(4, 2)))
        order = []
        def post(m): return (m.register_state_dict_post_hook if hasattr(m, 'register_state_dict_post_hook') else lambda f: m._register_state_dict_hook(f))
        """;

    private static Sequential Made()
    {
        Torch.ManualSeed(3);
        return [new Linear(3, 4), new Sequential(new Linear(4, 2))];
    }

    [Fact]
    public void Saving_calls_them_in_Pythons_order()
    {
        var net = Made();
        List<string> order = [];
        foreach (var (name, module) in net.NamedModules)
        {
            module.RegisterStateDictPreHook((_, prefix, keepVars) => order.Add($"pre {name} {prefix} {keepVars}"));
            module.RegisterStateDictPostHook((_, state, prefix) => order.Add($"post {name} {prefix} {state.Count}"));
        }

        net.StateDict();

        // 1.13 has none before.
        if (python.Eval("hasattr(nn.Module, 'register_state_dict_pre_hook')") == "False")
        {
            order.RemoveAll(one => one.StartsWith("pre", StringComparison.Ordinal));
        }

        Assert.Equal(
            python.Eval("[o for o in order]", Setup + """

                for n, m in net.named_modules():
                    if hasattr(m, 'register_state_dict_pre_hook'): m.register_state_dict_pre_hook(lambda m, p, k, n=n: order.append(f'pre {n} {p} {k}'))
                    post(m)(lambda m, s, p, l, n=n: order.append(f'post {n} {p} {len(s)}'))
                net.state_dict()
                """),
            Parity.Listed(order));
    }

    [Fact]
    public void A_hook_may_change_what_is_saved()
    {
        var net = Made();
        net[0].RegisterStateDictPostHook((_, state, prefix) =>
        {
            state[prefix + "kernel"] = state[prefix + "weight"];
            state.Remove(prefix + "weight");
        });
        Assert.Equal("0.bias 0.kernel 1.0.weight 1.0.bias", string.Join(' ', net.StateDict().Keys));
    }

    [Fact]
    public void A_hook_may_rename_what_is_loaded()
    {
        var (net, other) = (Made(), Made());
        var state = net.StateDict();
        state["0.kernel"] = state["0.weight"];
        state.Remove("0.weight");
        var seen = "";
        other[0].RegisterLoadStateDictPreHook((_, loaded) =>
        {
            seen = $"{loaded.Prefix} {loaded.Version} {loaded.StateDict.Count}";
            loaded.StateDict[loaded.Prefix + "weight"] = loaded.StateDict[loaded.Prefix + "kernel"];
            loaded.StateDict.Remove(loaded.Prefix + "kernel");
        });
        Assert.Equal("<All keys matched successfully>", other.LoadStateDict(state).ToString());
        Assert.Equal("0. 1 2", seen);
        Assert.True(state.ContainsKey("0.kernel"));
        Assert.Equal(net.StateDict().Values.Select(Parity.Bits), other.StateDict().Values.Select(Parity.Bits));
    }

    [Fact]
    public void A_hook_afterwards_may_forgive_what_is_missing()
    {
        var net = Made();
        var state = Made().StateDict();
        state.Remove("0.bias");
        using (net.RegisterLoadStateDictPostHook((_, keys) => keys.MissingKeys.Clear()))
        {
            Assert.Equal("<All keys matched successfully>", net.LoadStateDict(state).ToString());
        }

        Assert.Equal(
            python.Error("net.load_state_dict(s)", Setup + "\ns = net.state_dict()\ndel s['0.bias']\n").Message,
            Assert.Throws<TorchException>(() => net.LoadStateDict(state)).Message);
        var hooks = 0;
        net[1].RegisterLoadStateDictPostHook((_, _) => hooks++);
        net.LoadStateDict(net.StateDict());
        Assert.Equal(1, hooks);
        net[0].RegisterLoadStateDictPreHook((_, loaded) => loaded.Errors.Add("not today"));
        Assert.Contains("not today", Assert.Throws<TorchException>(() => net.LoadStateDict(net.StateDict())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extra_state_is_saved_and_loaded()
    {
        const string Counter = """

            class Counter(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.fc = nn.Linear(2, 2)
                    self.w = nn.Parameter(torch.ones(1))
                    self.count = 3
                def get_extra_state(self): return torch.tensor(self.count)
                def set_extra_state(self, s): self.count = int(s)
            """;
        var counter = new Counter { Count = 3 };
        Assert.Equal(python.Eval("' '.join(Counter().state_dict())", Setup + Counter), string.Join(' ', counter.StateDict().Keys));
        var other = new Counter();
        other.LoadStateDict(counter.StateDict());
        Assert.Equal(3, other.Count);
        var state = counter.StateDict();
        state.Remove("_extra_state");
        Assert.Equal(
            python.Error("Counter().load_state_dict(s)", Setup + Counter + "\ns = Counter().state_dict()\ndel s['_extra_state']\n").Message,
            Assert.Throws<TorchException>(() => other.LoadStateDict(state)).Message);
    }

    private sealed partial class Counter : Module<Tensor, Tensor>
    {
        private readonly Linear _fc = new(2, 2);
        private readonly Parameter _w = new(Torch.Ones(1));

        public long Count { get; set; }

        public override Tensor Forward(Tensor input) => _fc.Call(input) * _w;

        protected internal override Tensor? GetExtraState() => Torch.Tensor(Count);

        protected internal override void SetExtraState(Tensor state)
        {
            ArgumentNullException.ThrowIfNull(state);
            Count = state.Item<long>();
        }
    }
}
