using System.Globalization;

namespace LibTorch.Tests.FastPaths;

/// <summary>
/// The ways round libtorch (passing autograd by, and a backward pass as one task) give what libtorch's own way gives:
/// random programs are run both ways, and all that can be observed is compared. LTF_FAST_PATHS=first-last says which seeds.
/// </summary>
[Collection(ProcessWideState.Name)]
public sealed class FastPathsTests(ITestOutputHelper output)
{
    private const int Suite = 20_000;

    // One program in so many may read memory as libtorch left it.
    private const int Steady = 2_000;

    [Fact]
    public void Random_programs_do_the_same_with_and_without_the_fast_paths()
    {
        var (first, count) = Seeds(Environment.GetEnvironmentVariable("LTF_FAST_PATHS"));
        var threads = Torch.GetNumThreads();
        Torch.SetNumThreads(1);
        try
        {
            var difference = Differential.Find(first, count);
            Assert.True(difference is null, difference);
            Assert.True(Differential.Unsteady.Count <= count / Steady, string.Join("\n\n", Differential.Unsteady));
        }
        finally
        {
            Torch.SetNumThreads(threads);
        }

        // What always fails tests nothing.
        var idle = ProgramGenerator.Statements.Where(statement => statement.Runs == statement.Failures && statement.Text != "throw").Select(statement => statement.Text);
        Assert.Equal("", count >= Suite ? string.Join("; ", idle) : "");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} programs, {ProgramGenerator.Statements.Sum(statement => (long)statement.Runs)} steps, {ProgramGenerator.Statements.Sum(statement => (long)statement.Failures)} of them errors; not the same twice: {Differential.Unsteady.Count}"));
    }

    private static (int First, int Count) Seeds(string? range)
    {
        if (range is null)
        {
            return (0, Suite);
        }

        var ends = Array.ConvertAll(range.Split('-'), end => int.Parse(end, CultureInfo.InvariantCulture));
        return (ends[0], ends[^1] - ends[0] + 1);
    }
}
