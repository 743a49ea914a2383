namespace LibTorch.Tests.FastPaths;

/// <summary>Backward passes, hooks, and what a program may do to a tensor's place in the graph.</summary>
internal static class GraphStatements
{
    /// <summary>Backward passes.</summary>
    public static readonly Statement[] Passes =
    [
        new("`G`.Sum().Backward()", (machine, step) => machine.Recording(step).Sum().Backward()),
        new("`G`.Sum().Backward(retainGraph: true)", (machine, step) => machine.Recording(step).Sum().Backward(retainGraph: true)),
        new("`G`.Sum().Backward(createGraph: true)", (machine, step) => machine.Recording(step).Sum().Backward(createGraph: true)),
        new("`G`.Backward()", (machine, step) => machine.Recording(step).Backward()),
        new("(`G` * `X`).Sum().Backward()", (machine, step) => (machine.Recording(step) * machine.Slots[step.X]).Sum().Backward()),
        new("`G`.Backward(`G`.Detach() * 0.5, retainGraph: true)", (machine, step) =>
        {
            var output = machine.Recording(step);
            output.Backward(output.Detach() * 0.5, retainGraph: true);
        }),
        new("`G`.Backward(`S`, createGraph: true)", (machine, step) => machine.Recording(step).Backward(machine.Alike(step), createGraph: true)),
        new("Backward([`G`.Sum(), `Y`.Sum()], retainGraph: true)", (machine, step) =>
            Torch.Autograd.Backward([machine.Recording(step).Sum(), machine.Slots[step.Y].Sum()], retainGraph: true)),
        new("`G`.Sum().Backward(inputs: [`Y`])", (machine, step) => machine.Recording(step).Sum().Backward(inputs: [machine.Slots[step.Y]])),
        new("`R` = Grad(`G`.Sum(), s0)", (machine, step) => machine.Take(step, Torch.Autograd.Grad(machine.Recording(step).Sum(), machine.Slots[0]))),
        new("`R` = Grad((`G` * `G`).Sum(), s0, createGraph: true)", (machine, step) =>
        {
            var output = machine.Recording(step);
            machine.Take(step, Torch.Autograd.Grad((output * output).Sum(), machine.Slots[0], createGraph: true));
        }),
        new("`R` = Grad([`G`.Sum()], [`L`, `Y`], allowUnused, retainGraph)", (machine, step) =>
        {
            foreach (var gradient in Torch.Autograd.Grad([machine.Recording(step).Sum()], [machine.Leaf(step), machine.Slots[step.Y]], retainGraph: true, allowUnused: true))
            {
                machine.Take(step, gradient);
            }
        }),
    ];

    /// <summary>Hooks, whose bodies find the first gradient in slot 0 and leave what replaces it there.</summary>
    public static readonly Statement[] Hooks =
    [
        Hook("`G`.RegisterHook", (machine, step) => machine.Recording(step).RegisterHook(gradient => Replaced(step, machine.Call("tensor hook", step, gradient)))),
        Hook("`L`.RegisterHook", (machine, step) => machine.Leaf(step).RegisterHook(gradient => Replaced(step, machine.Call("leaf's hook", step, gradient)))),
        Hook("`L`.RegisterPostAccumulateGradHook", (machine, step) =>
            machine.Leaf(step).RegisterPostAccumulateGradHook(leaf => machine.Call("post-accumulate hook", step, leaf, leaf.Grad))),
        Hook("`H`.GradFn.RegisterHook", (machine, step) => Node(machine, step).RegisterHook((inputs, outputs) =>
        {
            var slots = machine.Call("node's hook", step, [.. inputs, .. outputs]);
            return Replaced(step, slots) is { } first ? [first, .. inputs.Skip(1)] : null;
        })),
        Hook("`H`.GradFn.RegisterPrehook", (machine, step) => Node(machine, step).RegisterPrehook(outputs =>
        {
            var slots = machine.Call("node's prehook", step, [.. outputs]);
            return Replaced(step, slots) is { } first ? [first, .. outputs.Skip(1)] : null;
        })),
        Hook("RegisterMultiGradHook([`G`, `L`])", (machine, step) => Torch.Autograd.Graph.RegisterMultiGradHook(
            [machine.Recording(step), machine.Leaf(step)], gradients => machine.Call("multi-grad hook", step, [.. gradients]))),
    ];

    /// <summary>Hooks on what is saved for a backward.</summary>
    public static readonly Statement[] SavedHooks =
    [
        Hook("using SavedTensorsHooks(pack => Detach, unpack)", (machine, step) =>
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(
                saved =>
                {
                    machine.Execution.Note($"{step.Id}: packs {Observation.Of(saved)} {Observation.Modes()}");
                    return saved.Detach();
                },
                packed =>
                {
                    machine.Execution.Note($"{step.Id}: unpacks {Observation.Of(packed)} {Observation.Modes()}");
                    return packed;
                });
            machine.Run(step.Body);
        }),
        Hook("using SavedTensorsHooks(pack => * 2, unpack => / 2)", (machine, step) =>
        {
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(saved => saved.Detach() * 2, packed => packed / 2);
            machine.Run(step.Body);
        }),
    ];

    /// <summary>Hooks on saved tensors that run steps themselves: the first half of the body; the block is the other half.</summary>
    public static readonly Statement[] SavedHooksWithSteps =
    [
        Hook("using SavedTensorsHooks(pack and unpack run the first two steps)", (machine, step) =>
        {
            var inner = step with { Body = step.Body[..Math.Min(2, step.Body.Length)] };
            using var hooks = Torch.Autograd.Graph.SavedTensorsHooks(
                saved =>
                {
                    machine.Call("pack", inner, saved.Detach());
                    return saved.Detach();
                },
                packed =>
                {
                    machine.Call("unpack", inner, packed);
                    return packed;
                });
            machine.Run(step.Body[Math.Min(2, step.Body.Length)..]);
        }) with { IsUnderLock = true },
    ];

    /// <summary>Expressions with numbers and places.</summary>
    public static readonly Statement[] Expressions =
    [
        new("`R` = Where(`X` > 0, `X`, `S`)", (machine, step) => machine.Take(step, Torch.Where(machine.Slots[step.X] > 0, machine.Slots[step.X], machine.Alike(step)))),
        new("`R` = `X`[`C`]", (machine, step) => machine.Take(step, machine.Slots[step.X][step.Choice(2)])),
        new("`R` = 0.5 * `X` + 1", (machine, step) => machine.Take(step, (0.5 * machine.Slots[step.X]) + 1)),
        new("`R` = 1 - `X` / 2", (machine, step) => machine.Take(step, 1 - (machine.Slots[step.X] / 2))),
    ];

    /// <summary>What is no operator.</summary>
    public static readonly Statement[] Properties =
    [
        new("`R` = `X`.Data", (machine, step) => machine.Take(step, machine.Slots[step.X].Data)),
        new("`X`.Data = `T`", (machine, step) => machine.Slots[step.X].Data = machine.Slot(step, 'T')),
        new("`L`.Data = `S`", (machine, step) => machine.Leaf(step).Data = machine.Alike(step)),
        new("`X`.Resize_ and fill", (machine, step) => Resize(machine.Slots[step.X], step)),
        new("`W`.Resize_ and fill", (machine, step) => Resize(machine.Slot(step, 'W'), step)),
        new("`L`.Resize_ and fill", (machine, step) => Resize(machine.Leaf(step), step)),
        new("`X`.RequiresGrad_()", (machine, step) => machine.Slots[step.X].RequiresGrad_()),
        new("`X`.RequiresGrad_(false)", (machine, step) => machine.Slots[step.X].RequiresGrad_(false)),
        new("`R` = `X`.Detach().RequiresGrad_()", (machine, step) => machine.Take(step, machine.Slots[step.X].Detach().RequiresGrad_())),
        new("`G`.RetainGrad()", (machine, step) => machine.Recording(step).RetainGrad()),
        new("`L`.Grad = null", (machine, step) => machine.Leaf(step).Grad = null),
        new("`L`.Grad = `S`", (machine, step) => machine.Leaf(step).Grad = machine.Alike(step)),
        new("`R` = `L`.Grad", (machine, step) => machine.Take(step, machine.Leaf(step).Grad)),
        new("`L`.Grad.Mul_(0.5)", (machine, step) => machine.Leaf(step).Grad?.Mul_(0.5)),
        new("`X`[0] = `N`", (machine, step) => machine.Slots[step.X][0] = Torch.Tensor(Convert.ToDouble(step.Number, null)).To(machine.Slots[step.X].DType)),
        new("throw", (_, step) => throw new PlannedException(step.Id)),
    ];

    // What it grows by is memory as it was found, also where libtorch refuses after it has resized: it looks for a tangent last.
    private static void Resize(Tensor tensor, Step step)
    {
        long[][] shapes = [[2], [3, 2], [2, 3], [0], [4], []];
        try
        {
            tensor.Resize_(shapes[step.Choice(shapes.Length)]);
        }
        finally
        {
            using var mode = Torch.NoGrad();
            tensor.Detach().Fill_(0.5);
        }
    }

    private static Statement Hook(string text, Action<Machine, Step> run) => new(text, run) { HasBody = true, IsCallback = true };

    private static Node Node(Machine machine, Step step) => machine.Slot(step, 'H').GradFn ?? throw new TorchException("a leaf has no node");

    private static Tensor? Replaced(Step step, Tensor[] slots) => step.Choice(3) == 0 ? slots[0] : null;
}
