namespace LibTorch.Tests.FastPaths;

/// <summary>Takes steps out of a program as long as it still shows what it shows.</summary>
internal static class Shrinking
{
    public static RandomProgram Shrink(RandomProgram program, Predicate<RandomProgram> stillDiffers)
    {
        while (Smaller(program.Steps).Select(steps => program with { Steps = steps }).FirstOrDefault(candidate => stillDiffers(candidate)) is { } smaller)
        {
            program = smaller;
        }

        return program;
    }

    // Without one step; with its body in its place; with a smaller body.
    public static IEnumerable<Step[]> Smaller(Step[] steps)
    {
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            yield return [.. steps[..i], .. steps[(i + 1)..]];
            if (steps[i].Body.Length > 0)
            {
                yield return [.. steps[..i], .. steps[i].Body, .. steps[(i + 1)..]];
                foreach (var body in Smaller(steps[i].Body))
                {
                    yield return [.. steps[..i], steps[i] with { Body = body }, .. steps[(i + 1)..]];
                }
            }
        }
    }
}
