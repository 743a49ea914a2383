using FA = LibTorch.Torch.Autograd.ForwardAD;

namespace LibTorch.Tests.FastPaths;

/// <summary>Forward mode: dual tensors, and transforms that use it.</summary>
internal static class ForwardStatements
{
    /// <summary>What opens a level.</summary>
    public static readonly Statement[] Levels =
    [
        Function("using DualLevel()", (machine, step) =>
        {
            using var level = FA.DualLevel();
            machine.Run(step.Body);
            foreach (var tensor in machine.Slots)
            {
                machine.Execution.Note($"  dual {Observation.OfDual(tensor)}");
            }
        }),
        Transform("`R` = Func.Jvp of `X`", (machine, step) =>
        {
            var input = machine.Slots[step.X];
            var (output, tangent) = Torch.Func.Jvp<Tensor, Tensor>(primal => machine.Call("jvp", step, primal)[0] * 2, input, machine.Alike(step));
            machine.Take(step, output);
            machine.Take(step, tangent);
        }),
        Transform("`R` = Func.Jacfwd of `X`", (machine, step) =>
            machine.Take(step, Torch.Func.Jacfwd(input => machine.Call("jacfwd", step, input)[0].Sin())(machine.Slots[step.X]))),
    ];

    /// <summary>What means something inside of one.</summary>
    public static readonly Statement[] Duals =
    [
        new("`R` = MakeDual(`X`, `S`)", (machine, step) => machine.Take(step, FA.MakeDual(machine.Slots[step.X], machine.Alike(step)))),
        new("`R` = MakeDual(`X`, `S` * 2)", (machine, step) => machine.Take(step, FA.MakeDual(machine.Slots[step.X], machine.Alike(step).Detach() * 2))),
        new("`X`.Copy_(MakeDual(`S`, `S` * 2))", (machine, step) =>
        {
            var primal = machine.Alike(step);
            machine.Slots[step.X].Copy_(FA.MakeDual(primal, primal.Detach() * 2));
        }),
        new("`R` = tangent of `X`", (machine, step) => machine.Take(step, FA.UnpackDual(machine.Slots[step.X]).Tangent)),
        new("look at the tangent of `X`", (machine, step) => machine.Execution.Note($"{step.Id}: {Observation.OfDual(machine.Slots[step.X])}")),
    ];

    /// <summary>The statements of <see cref="Levels"/>.</summary>
    public static IReadOnlySet<Statement> Names { get; } = Levels.ToHashSet();

    private static Statement Function(string text, Action<Machine, Step> run) => new(text, run) { HasBody = true, IsCallback = true };

    private static Statement Transform(string text, Action<Machine, Step> run) => Function(text, run) with { IsTransform = true };
}
