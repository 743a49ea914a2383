namespace LibTorch.Tests.Optim;

/// <summary>All optimizers with their options: each option alone, and each two that go together.</summary>
internal static class OptimizerRows
{
    private static readonly (string Name, string[] Options)[] Table =
    [
        ("SGD", ["momentum=0.9", "momentum=0.9, dampening=0.3", "momentum=0.8, nesterov=True", "weight_decay=0.01", "maximize=True", "foreach=True"]),
        ("Adam", ["lr=0.02", "betas=(0.8, 0.9)", "eps=1e-3", "weight_decay=0.1", "amsgrad=True", "maximize=True", "foreach=True", "decoupled_weight_decay=True"]),
        ("AdamW", ["lr=0.02", "betas=(0.8, 0.9)", "eps=1e-3", "weight_decay=0", "amsgrad=True", "maximize=True", "foreach=True"]),
        ("Adagrad", ["lr=0.1", "lr_decay=0.01", "weight_decay=0.1", "initial_accumulator_value=0.5", "eps=1e-3", "maximize=True"]),
        ("Adadelta", ["lr=0.5", "rho=0.8", "eps=1e-4", "weight_decay=0.1", "maximize=True", "foreach=True"]),
        ("Adamax", ["lr=0.02", "betas=(0.8, 0.9)", "eps=1e-3", "weight_decay=0.1", "maximize=True", "foreach=True"]),
        ("NAdam", ["lr=0.02", "betas=(0.8, 0.9)", "eps=1e-3", "weight_decay=0.1", "momentum_decay=0.01", "decoupled_weight_decay=True", "maximize=True"]),
        ("RAdam", ["lr=0.02", "betas=(0.8, 0.9)", "eps=1e-3", "weight_decay=0.1", "decoupled_weight_decay=True", "maximize=True"]),
        ("RMSprop", ["lr=0.02", "alpha=0.9", "eps=1e-3", "weight_decay=0.1", "momentum=0.9", "centered=True", "maximize=True", "foreach=True"]),
        ("Rprop", ["lr=0.02", "etas=(0.4, 1.3)", "step_sizes=(1e-5, 2)", "maximize=True", "foreach=True"]),
        ("ASGD", ["lr=0.05", "lambd=1e-3", "alpha=0.6", "t0=50.0", "weight_decay=0.1", "maximize=True"]),
        ("Adafactor", ["lr=0.05", "beta2_decay=-0.6", "eps=(1e-20, 1e-2)", "d=2.0", "weight_decay=0.1", "maximize=True"]),
        ("LBFGS", ["lr=0.5", "max_iter=5", "max_eval=4", "tolerance_grad=1e-2", "tolerance_change=1e-3", "history_size=3", "line_search_fn='strong_wolfe'", "maximize=True"]),
        ("Muon", ["lr=0.02", "weight_decay=0", "momentum=0.8", "nesterov=False", "ns_coefficients=(3.0, -4.0, 2.0)", "ns_steps=3", "adjust_lr_fn='match_rms_adamw'", "adjust_lr_fn='spectral_unclamped'"]),
    ];

    public static IEnumerable<string> All => Table.SelectMany(row => Sets(row.Options).Select(options => $"{row.Name}({(row.Name == "SGD" ? Joined(["lr=0.05", options]) : options)})"));

    private static IEnumerable<string> Sets(string[] options)
    {
        yield return "";
        for (var i = 0; i < options.Length; i++)
        {
            yield return options[i];
            for (var j = i + 1; j < options.Length; j++)
            {
                if (AreCompatible(options[i], options[j]))
                {
                    yield return Joined([options[i], options[j]]);
                }
            }
        }
    }

    // An option is said once.
    private static bool AreCompatible(string one, string other) => !Names(one).Intersect(Names(other)).Any();

    private static IEnumerable<string> Names(string options) => options.Split(", ").Where(part => part.Contains('=', StringComparison.Ordinal)).Select(part => part.Split('=')[0]);

    private static string Joined(IEnumerable<string> options) => string.Join(", ", options.Where(option => option.Length > 0));
}
