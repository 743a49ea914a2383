using System.Runtime.CompilerServices;

namespace LibTorch.Tests.FastPaths;

/// <summary>A kind of step.</summary>
/// <param name="Text">What a program shows of it: R is the slot for the result, N a number, C a choice; <see cref="Machine.Slot"/> has the letters of the slots that are read.</param>
/// <param name="Run">What it does.</param>
internal sealed record Statement(string Text, Action<Machine, Step> Run)
{
    /// <summary>Whether steps stand inside of it.</summary>
    public bool HasBody { get; init; }

    /// <summary>Each is equal to itself only: its counts change while sets hold it.</summary>
    public bool Equals(Statement? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private int _runs;
    private int _failures;

    /// <summary>How often it ran, in all programs so far.</summary>
    public int Runs => _runs;

    /// <summary>How often it failed.</summary>
    public int Failures => _failures;

    /// <summary>Counts a run.</summary>
    public void Count(bool failed)
    {
        Interlocked.Increment(ref _runs);
        if (failed)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>Whether these run as a hook or function does, maybe while the engine runs.</summary>
    public bool IsCallback { get; init; }

    /// <summary>Whether these may run while libtorch holds a node's lock: where it saves tensors or is asked for them, or writes to a view.</summary>
    public bool IsUnderLock { get; init; }

    /// <summary>Whether these run in a transform of libtorch's.</summary>
    public bool IsTransform { get; init; }

    /// <summary>How it is spelled with the step's slots and number.</summary>
    public string Format(Step step)
    {
        var words = Text.Split('`');
        for (var i = 1; i < words.Length; i += 2)
        {
            words[i] = words[i] switch
            {
                "R" => $"s{step.R}",
                "X" => $"s{step.X}",
                "Y" => $"s{step.Y}",
                "Z" => $"s{step.Z}",
                "G" => $"s{step.X}+requires_grad",
                "L" => $"s{step.X}+leaf",
                "H" => $"s{step.X}+grad_fn",
                "O" => $"s{step.X}+one_element",
                "W" => $"s{step.X}+writable",
                "D" => $"s{step.R}+writable",
                "S" => $"s{step.Y}+of_the_same_shape",
                "U" => $"s{step.Y}+of_the_leaf's_dtype",
                "V" => $"s{step.Y}+of_the_writable's_dtype",
                "T" => $"s{step.Y}+of_the_same_dtype",
                "M" => $"s{step.Y}+to_multiply_by",
                "N" => FormattableString.Invariant($"{step.Number}"),
                "C" => $"choice {step.N / 8}",
                _ => words[i],
            };
        }

        return string.Concat(words);
    }
}
