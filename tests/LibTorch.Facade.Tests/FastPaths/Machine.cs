namespace LibTorch.Tests.FastPaths;

/// <summary>Runs steps on slots of tensors and notes what can be observed.</summary>
internal sealed class Machine(Execution execution, Tensor[] slots, bool isCallback = false)
{
    /// <summary>How many slots there are.</summary>
    public const int Count = 8;

    public Tensor[] Slots { get; } = slots;

    public Execution Execution { get; } = execution;

    public void Run(Step[] steps)
    {
        foreach (var step in steps)
        {
            if (!Execution.Spend())
            {
                return;
            }

            try
            {
                step.Statement.Run(this, step);
                step.Statement.Count(failed: false);
            }
            catch (Exception error) when (error is not PlannedException || !isCallback)
            {
                step.Statement.Count(failed: true);
                Execution.Note($"{step.Id}: {error.GetType().Name}: {Execution.FirstLine(error.Message)}");
            }

            Execution.Note($"{step.Id}: {Observation.Modes()}");
            if (Execution.WatchesEachStep)
            {
                Execution.Note($"  s{step.R} {Observation.Of(Slots[step.R])}");
                Execution.Note($"  s{step.X} {Observation.Of(Slots[step.X])}");
            }
        }
    }

    /// <summary>Runs a body of steps as a callback does: in slots of its own, of which the first are those given; gives the slots.</summary>
    public Tensor[] Call(string name, Step step, params ReadOnlySpan<Tensor?> given)
    {
        Execution.Note($"{step.Id}: {name}({string.Join("; ", given.ToArray().Select(tensor => Observation.Of(tensor)))}) {Observation.Modes()}");
        Tensor[] inner = [.. Slots];
        for (var i = 0; i < given.Length && i < Count; i++)
        {
            inner[i] = given[i] ?? inner[i];
        }

        if (Execution.MayNest)
        {
            Execution.Depth++;
            try
            {
                new Machine(Execution, inner, isCallback: true).Run(step.Body);
            }
            finally
            {
                Execution.Depth--;
            }
        }

        return inner;
    }

    /// <summary>Puts a result where the step wants it.</summary>
    public void Take(Step step, object? result)
    {
        switch (result)
        {
            case Tensor tensor:
                Slots[step.R] = tensor;
                break;
            case Tensor[] several:
                for (var i = 0; i < several.Length && i < 2; i++)
                {
                    Slots[(step.R + i) % Count] = several[i];
                }

                break;
            default:
                Execution.Note(FormattableString.Invariant($"{step.Id}: gives {result ?? "nothing"}"));
                break;
        }
    }

    /// <summary>The tensor that a letter stands for: X and Y themselves, or the first slot from X, Y or R on that is as the statement needs it, if any.</summary>
    public Tensor Slot(Step step, char letter)
    {
        var x = Slots[step.X];
        return letter switch
        {
            'X' => x,
            'Y' => Slots[step.Y],
            'G' => First(step.X, tensor => tensor.RequiresGrad),
            'L' => First(step.X, tensor => tensor.RequiresGrad && tensor.IsLeaf),
            'H' => First(step.X, tensor => !tensor.IsLeaf),
            'O' => First(step.X, tensor => tensor.Numel == 1),
            'W' => First(step.X, IsWritable),
            'D' => First(step.R, IsWritable),
            'S' => First(step.Y, tensor => tensor.Shape.Equals(x.Shape)),
            'T' => OfDType(step, 'X'),
            'U' => OfDType(step, 'L'),
            'V' => OfDType(step, 'W'),
            'M' => First(step.Y, tensor => x.NDim == 2 && tensor.NDim == 2 && tensor.Shape[0] == x.Shape[1], "matrix"),
            _ => throw new ArgumentException($"There is no slot {letter}.", nameof(letter)),
        };
    }

    /// <summary>The first slot from X on that requires grad, or X.</summary>
    public Tensor Recording(Step step) => Slot(step, 'G');

    /// <summary>The first leaf from X on that requires grad, or X.</summary>
    public Tensor Leaf(Step step) => Slot(step, 'L');

    /// <summary>The first slot from Y on of X's shape, which X itself is at the latest.</summary>
    public Tensor Alike(Step step) => Slot(step, 'S');

    /// <summary>Notes everything of every slot.</summary>
    public void NoteAll()
    {
        for (var i = 0; i < Slots.Length; i++)
        {
            Execution.Note($"s{i} {Observation.OfAll(Slots[i])}");
        }
    }

    // Other elements would be read from memory as it was found.
    private Tensor OfDType(Step step, char letter)
    {
        var dtype = Slot(step, letter).DType;
        return First(step.Y, tensor => tensor.DType == dtype && tensor.Numel > 0, "dtype");
    }

    private static bool IsWritable(Tensor tensor) => !Torch.IsGradEnabled() || !tensor.RequiresGrad || !tensor.IsLeaf;

    // Without what is missing in words, the first one will do.
    private Tensor First(int start, Predicate<Tensor> fits, string? missing = null)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Slots[(start + i) % Count] is var tensor && fits(tensor))
            {
                return tensor;
            }
        }

        return missing is null ? Slots[start] : throw new TorchException($"there is no such {missing}");
    }
}
