using System.Text.Json;

namespace LibTorch.Tests.Distributed;

/// <summary>Groups of C# and Python ranks, in both orders, have in bytes what groups of Python ranks have.</summary>
public sealed class MixedGroupTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    // Four ranks, within which are groups of two and three of both orders. Rank 0 serves the store.
    [Fact]
    public void Collectives_of_all_dtypes_give_what_Python_s_give()
    {
        var expected = Results("collectives", "PPPP");

        // Some hundreds of calls for each rank.
        Assert.All(expected, rank => Assert.InRange(rank.Count, 200, int.MaxValue));
        Same(expected, Results("collectives", "CPCP"));
        Same(expected, Results("collectives", "PCPC"));
    }

    // Three ranks, within which are groups of two.
    [Fact]
    public void Functional_collectives_give_what_Python_s_give()
    {
        Assert.SkipUnless(FunctionalCollectivesTests.AreThere, FunctionalCollectivesTests.Missing);
        var expected = Results("functional", "PPP");
        Assert.All(expected, rank => Assert.InRange(rank.Count, 100, int.MaxValue));
        Same(expected, Results("functional", "CPC"));
        Same(expected, Results("functional", "PCP"));
    }

    [Fact]
    public void Models_learn_the_same_in_a_mixed_group()
    {
        var expected = Results("training", "PP");
        Same(expected, Results("training", "CP"));
        Same(expected, Results("training", "PC"));
        Same(expected, Results("training", "CC"));
    }

    // Three ranks, within which is a group of two.
    [Fact]
    public void Optimizers_with_shared_state_give_the_same_weights_and_states_in_a_mixed_group()
    {
        var expected = Results("sharded", "PPP");
        var weights = expected[1].Where(pair => pair.Key.EndsWith(": weights", StringComparison.Ordinal)).ToList();
        Assert.InRange(weights.Count, 10, int.MaxValue);
        Assert.All(weights, pair => Assert.Equal(pair.Value, expected[2][pair.Key]));
        Same(expected, Results("sharded", "CPC"));
        Same(expected, Results("sharded", "PCP"));
        Same(expected, Results("sharded", "CCC"));
    }

    // What each rank wrote, by the names of the calls.
    private Dictionary<string, string>[] Results(string program, string languages)
    {
        string Answer(int rank) => programs.PathOf($"{program}-{languages}-{rank}.json");
        var ends = RankGroup.Run([.. languages.Select((language, rank) => (string[])[.. language == 'C' ? programs.CSharp(program) : RankPrograms.Python(program), Answer(rank)])]);
        Assert.All(ends, end => Assert.NotNull(end.Printed));
        return [.. ends.Select((_, rank) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(Answer(rank)))!
            .ToDictionary(pair => pair.Key, pair => JsonSerializer.Serialize(pair.Value)))];
    }

    private static void Same(Dictionary<string, string>[] expected, Dictionary<string, string>[] actual)
    {
        foreach (var (python, mixed) in expected.Zip(actual))
        {
            Assert.Equal(python.Keys, mixed.Keys);
            Assert.All(python, pair => Assert.True(pair.Value == mixed[pair.Key], $"{pair.Key}: {mixed[pair.Key]} instead of {pair.Value}"));
        }
    }
}
