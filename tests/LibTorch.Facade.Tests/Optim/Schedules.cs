using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>An optimizer of two groups that a scheduler walks through its epochs, in Python and in C#.</summary>
internal static class Schedules
{
    /// <summary>Python's <c>scheduled(make)</c> and what it is made of.</summary>
    public const string Setup = StateText.Python + """
        from torch.optim.lr_scheduler import *
        from torch.optim.swa_utils import SWALR
        def answer(ask):
            try: return ask()
            except Exception as error: return str(error)
        def optimizer(name="SGD", lr=0.1):
            a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
            return getattr(torch.optim, name)([{"params": [a], "lr": 0.3}, {"params": [b]}], lr=lr)
        def shown(opt): return [[group[key] for key in ("lr", "momentum", "betas") if key in group] for group in opt.param_groups]
        def scheduled(make, name="SGD", steps=200, epochs=None):
            opt = optimizer(name)
            sched = make(opt)
            seen = [shown(opt)]
            for step in range(steps):
                opt.step()
                if epochs is None: sched.step()
                else: sched.step(epochs(step))
                seen.append(shown(opt))
            return text([seen, sched.get_last_lr(), sched.state_dict(), opt.state_dict()["param_groups"]])

        """;

    // With the optimizer as the first argument.
    public static string Python(string row)
    {
        var open = row.IndexOf('(', StringComparison.Ordinal) + 1;
        return $"{row[..open]}opt{(row[open] == ')' ? "" : ", ")}{row[open..]}";
    }

    public static string Answer(Func<string> ask)
    {
        try
        {
            return ask();
        }
        catch (TorchException error)
        {
            return error.Message;
        }
    }

    public static Optimizer Groups(string name)
    {
        ParamGroup[] groups = [new([new Parameter(Torch.Ones(1))]) { Lr = 0.3 }, new([new Parameter(Torch.Ones(1))])];
        return name == "SGD" ? new SGD(groups, lr: 0.1) : new Adam(groups, lr: 0.1);
    }

    public static List<object?> Shown(Optimizer optimizer) =>
        [.. optimizer.ParamGroups.Select(group => (object?)new[] { "lr", "momentum", "betas" }.Where(group.ContainsKey).Select(key => group[key]).ToList())];

    public static void Walk(Optimizer optimizer, LRScheduler scheduler, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            optimizer.Step();
            scheduler.Step();
        }
    }

    public static string Run(Func<Optimizer, LRScheduler> make, string name, Action<LRScheduler, int>? step = null)
    {
        var optimizer = Groups(name);
        var scheduler = make(optimizer);
        List<object?> seen = [Shown(optimizer)];
        for (var i = 0; i < 200; i++)
        {
            optimizer.Step();
            (step ?? ((one, _) => one.Step()))(scheduler, i);
            seen.Add(Shown(optimizer));
        }

        var last = scheduler.GetLastLr().Select(rate => (object?)rate).ToList();
        return StateText.Of(new List<object?> { seen, last, scheduler.StateDict(), optimizer.StateDict()["param_groups"] });
    }
}
