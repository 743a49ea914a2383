using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.FastPaths;

/// <summary>Functions of the program's own: custom ones, checkpoints, and what transforms take.</summary>
internal static class FunctionStatements
{
    /// <summary>Custom functions and checkpoints.</summary>
    public static readonly Statement[] Functions =
    [
        Function("`R` = custom function of `X` and `S`, whose forward is", (machine, step) =>
        {
            var function = new Custom(
                (context, inputs) =>
                {
                    var slots = machine.Call("forward", step, inputs);
                    context.SaveForBackward(inputs[0], slots[1]);
                    return [slots[0] * 2];
                },
                (context, gradients) => [gradients[0]! * context.SavedTensors[0], gradients[0]]);
            machine.Take(step, function.Apply(machine.Slots[step.X], machine.Alike(step))[0]);
        }),
        Function("`R` = custom function of `X`, whose backward is", (machine, step) =>
        {
            var function = new Custom(
                (context, inputs) =>
                {
                    context.SaveForBackward(inputs);
                    return [inputs[0].Exp()];
                },
                (context, gradients) => [machine.Call("backward", step, gradients[0], context.SavedTensors[0])[0]],
                once: step.Choice(2) == 0);
            machine.Take(step, function.Apply(machine.Slots[step.X])[0]);
        }),
        Function("`R` = custom function that changes `X` in place, whose backward is", (machine, step) =>
        {
            var function = new Custom(
                (context, inputs) =>
                {
                    context.MarkDirty(inputs[0]);
                    return [inputs[0].Mul_(2)];
                },
                (_, gradients) => [machine.Call("backward", step, gradients[0])[0]]);
            machine.Take(step, function.Apply(machine.Slots[step.X])[0]);
        }) with { IsUnderLock = true },
        Function("`R` = checkpoint of `X`", (machine, step) =>
        {
            var then = new Machine(machine.Execution, [.. machine.Slots]);
            machine.Take(step, Torch.Utils.Checkpoint(input => then.Call("checkpoint", step, input)[0] * 3, machine.Slots[step.X], useReentrant: false));
        }) with { IsUnderLock = true },
        Function("`R` = reentrant checkpoint of `X`", (machine, step) =>
        {
            var then = new Machine(machine.Execution, [.. machine.Slots]);
            machine.Take(step, Torch.Utils.Checkpoint(input => then.Call("checkpoint", step, input)[0] * 3, machine.Slots[step.X], useReentrant: true));
        }),
    ];

    /// <summary>Transforms that need no level of forward mode.</summary>
    public static readonly Statement[] Transforms =
    [
        Transform("`R` = Vmap of `X`", (machine, step) => machine.Take(step, Torch.Func.Vmap<Tensor, Tensor>(input => machine.Call("vmap", step, input)[0])(machine.Slots[step.X]))),
        Transform("`R` = Vmap of `X` and `S`", (machine, step) =>
            machine.Take(step, Torch.Func.Vmap<Tensor, Tensor, Tensor>((a, b) => machine.Call("vmap", step, a, b)[0] * b)(machine.Slots[step.X], machine.Alike(step)))),
        Transform("`R` = Func.Grad of `X`", (machine, step) =>
            machine.Take(step, Torch.Func.Grad<Tensor>(input => (machine.Call("grad", step, input)[0] * input).Sum())(machine.Slots[step.X]))),
        Transform("`R` = Func.Vjp of `X`", (machine, step) =>
        {
            var (output, pull) = Torch.Func.Vjp<Tensor, Tensor>(input => machine.Call("vjp", step, input)[0] * input, machine.Slots[step.X]);
            machine.Take(step, pull(Torch.OnesLike(output)));
        }),
        Transform("`R` = Func.Jacrev of `X`", (machine, step) =>
            machine.Take(step, Torch.Func.Jacrev(input => machine.Call("jacrev", step, input)[0].Sin())(machine.Slots[step.X]))),
    ];

    private static Statement Function(string text, Action<Machine, Step> run) => new(text, run) { HasBody = true, IsCallback = true };

    private static Statement Transform(string text, Action<Machine, Step> run) => Function(text, run) with { IsTransform = true };
}
