namespace LibTorch.Tests.FastPaths;

/// <summary>A program made from a seed.</summary>
/// <param name="Seed">What it was made from; what its tensors look like follows from it, too.</param>
/// <param name="Steps">What it does.</param>
internal sealed record RandomProgram(int Seed, Step[] Steps)
{
    /// <summary>Whether each step's tensors are looked at right after it.</summary>
    public bool WatchesEachStep => Seed % 3 == 0;

    /// <summary>Whether it opens a level of forward mode, of which the process has only one.</summary>
    public bool UsesForwardMode => Uses(Steps, ForwardStatements.Names);

    /// <summary>The tensors that it begins with: alike enough that most operators take any two.</summary>
    public Tensor[] Leaves()
    {
        var random = new Random(Seed);
        var dtype = random.Next(4) == 0 ? DType.Float64 : DType.Float32;
        Tensor a = Values([2, 3], 1, dtype), b = Values([2, 3], -2, dtype), c = Values([3], 0.5, dtype), d = Values([2, 3], 0, dtype), e = Values([3, 2], 3, dtype), f = Values([], 2, dtype);
        a.RequiresGrad_();
        b.RequiresGrad_(random.Next(3) > 0);
        c.RequiresGrad_(random.Next(2) > 0);
        f.RequiresGrad_(random.Next(3) == 0);

        // A node keeps the first leaf's accumulator; a view has a base of its own.
        var result = a * 2;
        var whole = Values([2, 2, 3], 5, dtype);
        whole.RequiresGrad_(random.Next(3) == 0);
        return [a, b, c, d, e, f, random.Next(2) > 0 ? result : whole[0], random.Next(2) > 0 ? Torch.Arange(2) : whole[1].Detach()];
    }

    /// <summary>Lines that a reader can follow.</summary>
    public override string ToString()
    {
        var lines = new List<string> { $"seed {Seed}" };
        foreach (var step in Steps)
        {
            step.Write(lines, 0);
        }

        return string.Join('\n', lines);
    }

    private static Tensor Values(long[] shape, double start, DType dtype)
    {
        var count = shape.Aggregate(1L, (product, extent) => product * extent);
        return Torch.Arange(count, dtype: dtype).Mul(0.5).Add(start).View(shape).Clone();
    }

    private static bool Uses(Step[] steps, IReadOnlySet<Statement> statements) =>
        Array.Exists(steps, step => statements.Contains(step.Statement) || Uses(step.Body, statements));
}
