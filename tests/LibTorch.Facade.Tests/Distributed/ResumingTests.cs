namespace LibTorch.Tests.Distributed;

/// <summary>A training that loses a rank can be resumed from its checkpoint, with the losses of an uninterrupted run.</summary>
public sealed class ResumingTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    private const int Steps = 12;

    [Theory]
    [InlineData(2, 7)]
    [InlineData(3, 1)]
    public void A_run_that_lost_a_rank_can_be_resumed(int ranks, int killedAt)
    {
        var whole = Lines(Run(ranks, $"whole-{ranks}.pt")[0].Printed);
        Assert.Equal(Steps, whole.Length);

        var broken = Run(ranks, $"broken-{ranks}.pt", $"{killedAt}")[..^1];
        Assert.All(broken, end => Assert.StartsWith("TorchDist", Lines(end.Printed)[^1], StringComparison.Ordinal));
        Assert.Equal(whole[..killedAt], Lines(broken[0].Printed)[..^1]);

        var saved = killedAt / 3 * 3;
        Assert.Equal(whole[saved..], Lines(Run(ranks, $"broken-{ranks}.pt")[0].Printed));
    }

    private RankEnd[] Run(int ranks, string checkpoint, params string[] killedAt)
    {
        string[] command = [.. programs.CSharp("resumed"), programs.PathOf(checkpoint), $"{Steps}", .. killedAt];
        return [.. RankGroup.Run([.. Enumerable.Repeat(command, ranks)])];
    }

    private static string[] Lines(string printed) => printed.Split('\n');
}
