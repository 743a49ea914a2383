using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>Hooks on an optimizer's state; PyTorch has them since 2.1.</summary>
public sealed class StateHooksTests(PythonSession python)
{
    private const string Setup = """
        def order():
            opt, notes = torch.optim.SGD([nn.Parameter(torch.ones(2))], lr=0.1), []
            def saved(opt, state):
                notes.append(f"saved {list(state)}")
                state["note"] = 1
            def replaced(opt, state):
                notes.append(f"replaced {list(state)}")
                return {**state, "note": 2}
            def given(opt, state):
                notes.append(f"given {state['note']}")
                state["param_groups"] = [{**state["param_groups"][0], "lr": 0.5}]
            opt.register_state_dict_pre_hook(lambda opt: notes.append("saving"))
            opt.register_state_dict_pre_hook(lambda opt: notes.append("saving first"), prepend=True)
            opt.register_state_dict_post_hook(saved)
            opt.register_state_dict_post_hook(replaced)
            loading = opt.register_load_state_dict_pre_hook(given)
            opt.register_load_state_dict_post_hook(lambda opt: notes.append(f"loaded {opt.param_groups[0]['lr']}"))
            opt.register_load_state_dict_post_hook(lambda opt: notes.append("loaded first"), prepend=True)
            state = opt.state_dict()
            opt.load_state_dict(state)
            loading.remove()
            opt.load_state_dict(state)
            return notes + [state["note"], state["param_groups"][0]["lr"]]
        """;

    [Fact]
    public void They_are_called_in_Pythons_order_and_may_replace_the_state()
    {
        Assert.SkipUnless(python.Eval("hasattr(torch.optim.Optimizer, 'register_state_dict_pre_hook')") == "True", "This PyTorch has no such hooks.");
        Assert.Equal(python.Eval("order()", Setup), Order());
    }

    [Fact]
    public void They_are_called_on_every_libtorch() => Assert.Equal(
        "['saving first', 'saving', \"saved ['state', 'param_groups']\", \"replaced ['state', 'param_groups', 'note']\", 'given 2', 'loaded first', 'loaded 0.5', 'loaded first', 'loaded 0.1', 2, 0.1]",
        Order());

    [Fact]
    public void Null_is_refused()
    {
        var optimizer = new SGD([new Parameter(Torch.Ones(2))], lr: 0.1);
        Assert.Throws<ArgumentNullException>(() => optimizer.RegisterStateDictPreHook(null!));
        Assert.Throws<ArgumentNullException>(() => optimizer.RegisterStateDictPostHook(null!));
        Assert.Throws<ArgumentNullException>(() => optimizer.RegisterLoadStateDictPreHook(null!));
        Assert.Throws<ArgumentNullException>(() => optimizer.RegisterLoadStateDictPostHook(null!));
    }

    private static string Order()
    {
        var optimizer = new SGD([new Parameter(Torch.Ones(2))], lr: 0.1);
        List<object?> notes = [];
        string Keys(StateDictionary state) => PythonValue.Repr(state.Keys.Cast<object?>().ToList());
        optimizer.RegisterStateDictPreHook(_ => notes.Add("saving"));
        optimizer.RegisterStateDictPreHook(_ => notes.Add("saving first"), prepend: true);
        optimizer.RegisterStateDictPostHook((_, state) =>
        {
            notes.Add($"saved {Keys(state)}");
            state["note"] = 1L;
            return null;
        });
        optimizer.RegisterStateDictPostHook((_, state) =>
        {
            notes.Add($"replaced {Keys(state)}");
            return new(state) { ["note"] = 2L };
        });
        var loading = optimizer.RegisterLoadStateDictPreHook((_, state) =>
        {
            notes.Add($"given {state["note"]}");
            var group = (StateDictionary)((List<object?>)state["param_groups"]!)[0]!;
            state["param_groups"] = new List<object?> { new StateDictionary(group) { ["lr"] = 0.5 } };
            return null;
        });
        optimizer.RegisterLoadStateDictPostHook(given => notes.Add($"loaded {PythonText.Float(given.ParamGroups[0].Double("lr"))}"));
        optimizer.RegisterLoadStateDictPostHook(_ => notes.Add("loaded first"), prepend: true);
        var state = optimizer.StateDict();
        optimizer.LoadStateDict(state);
        loading.Dispose();
        optimizer.LoadStateDict(state);
        notes.AddRange([state["note"], ((StateDictionary)((List<object?>)state["param_groups"]!)[0]!)["lr"]]);
        return PythonValue.Repr(notes);
    }
}
