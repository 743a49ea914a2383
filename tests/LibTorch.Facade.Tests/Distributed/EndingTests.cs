namespace LibTorch.Tests.Distributed;

/// <summary>A process may end without leaving its groups. Their threads end before libtorch's statics go away, and its exit code stays.</summary>
public sealed class EndingTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    // Without the waiting about every third first rank ended by a signal.
    private static readonly int s_repetitions = Environment.GetEnvironmentVariable("LTF_ENDURANCE") == "full" ? 200 : 8;

    [Fact]
    public void Ranks_end_as_they_mean_to_whatever_they_leave()
    {
        for (var i = 0; i < s_repetitions; i++)
        {
            var ends = RankGroup.Run([programs.CSharp("careless"), programs.CSharp("careless")]);
            Assert.Equal(["40 0 32", "41 1 32"], ends.Select(end => $"{end.ExitCode} {end.Output.Trim()}"));
        }
    }

    // Works that have been waited for are let go at once, and the store with the group.
    [Fact]
    public void Leaving_the_default_group_ends_the_server_of_its_store()
    {
        var end = RankGroup.Run([programs.CSharp("left")])[0];
        Assert.Equal("True False", end.Printed);
    }
}
