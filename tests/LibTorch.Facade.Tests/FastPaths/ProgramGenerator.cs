namespace LibTorch.Tests.FastPaths;

/// <summary>Makes programs from seeds.</summary>
internal static class ProgramGenerator
{
    private const int MaxDepth = 3;

    private static readonly Statement[] Transformed = Operators(OperatorLines.Transformed);

    private static readonly (int Weight, Statement[] Statements)[] Kinds =
    [
        (22, Operators(OperatorLines.Plain)),
        (20, Operators(OperatorLines.Views)),
        (18, Operators(OperatorLines.InPlace)),
        (4, Operators(OperatorLines.Exchanging)),
        (3, Operators(OperatorLines.Indexing)),
        (6, BracketStatements.Views),
        (4, BracketStatements.Assignments),
        (5, Operators(OperatorLines.Out)),
        (7, Operators(OperatorLines.Numbers)),
        (3, Operators(OperatorLines.Own)),
        (10, GraphStatements.Passes),
        (6, GraphStatements.Hooks),
        (3, GraphStatements.SavedHooks),
        (1, GraphStatements.SavedHooksWithSteps),
        (3, GraphStatements.Expressions),
        (5, GraphStatements.Properties),
        (8, ModeStatements.GradBlocks),
        (4, ModeStatements.OtherBlocks),
        (2, ModeStatements.Changes),
        (4, FunctionStatements.Functions),
        (2, FunctionStatements.Transforms),
        (2, ForwardStatements.Levels),
    ];

    // What may be done while libtorch holds a node's lock: a pass that comes to the node waits for good, in Python as well.
    private static readonly HashSet<Statement[]> Simple = [.. Kinds.Select(kind => kind.Statements).Where(group => !Array.Exists(group, statement => statement.IsCallback) && group != GraphStatements.Passes)];

    private static readonly Statement[][] InTransforms = [Transformed, Transformed, Transformed, Transformed, ModeStatements.GradBlocks, FunctionStatements.Transforms];

    private static readonly int s_total = Kinds.Sum(kind => kind.Weight);

    /// <summary>All that a step can be.</summary>
    public static IEnumerable<Statement> Statements => Kinds.SelectMany(kind => kind.Statements).Concat(ForwardStatements.Duals).Concat(Transformed);

    /// <summary>The program of a seed: the same on each call.</summary>
    public static RandomProgram Make(int seed)
    {
        var random = new Random(Scattered(seed));
        var number = 0;
        return new RandomProgram(seed, Steps(random, 4 + random.Next(10), default, ref number));
    }

    // Random's first numbers are nearly the same for seeds that are close together.
    private static int Scattered(int seed)
    {
        var bits = unchecked((uint)seed * 0x9E3779B9u);
        bits = unchecked((bits ^ (bits >> 16)) * 0x85EBCA6Bu);
        return unchecked((int)(bits ^ (bits >> 13)));
    }

    private static Statement[] Operators(string[] lines) => Array.ConvertAll(lines, OperatorCallStatement.Parse);

    private static Step[] Steps(Random random, int count, Place place, ref int number)
    {
        var steps = new Step[count];
        for (var i = 0; i < count; i++)
        {
            steps[i] = MakeStep(random, place, ref number);
        }

        return steps;
    }

    private static Step MakeStep(Random random, Place place, ref int number)
    {
        var statement = Pick(random, place);
        var id = number++;
        var (r, x, y, z, n) = (random.Next(Machine.Count), random.Next(Machine.Count), random.Next(Machine.Count), random.Next(Machine.Count), random.Next(240));
        var inner = new Place(place.Depth + 1, place.InLevel || ForwardStatements.Names.Contains(statement), place.UnderLock || statement.IsUnderLock, place.InTransform || statement.IsTransform);
        var body = statement.HasBody ? Steps(random, 1 + random.Next(5), inner, ref number) : [];
        return new Step(id, statement, r, x, y, z, n, body);
    }

    private static Statement Pick(Random random, Place place)
    {
        while (true)
        {
            var group = place.InTransform ? InTransforms[random.Next(InTransforms.Length)] : place.InLevel && random.Next(5) == 0 ? ForwardStatements.Duals : Group(random);
            var statement = group[random.Next(group.Length)];
            if ((!statement.HasBody || place.Depth < MaxDepth) && (!place.UnderLock || Simple.Contains(group)))
            {
                return statement;
            }
        }
    }

    private static Statement[] Group(Random random)
    {
        var at = random.Next(s_total);
        foreach (var (weight, statements) in Kinds)
        {
            at -= weight;
            if (at < 0)
            {
                return statements;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    // Where a step stands.
    private readonly record struct Place(int Depth, bool InLevel, bool UnderLock, bool InTransform);
}
