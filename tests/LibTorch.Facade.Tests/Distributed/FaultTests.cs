using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Distributed;

/// <summary>What goes wrong between processes is an exception of its kind at each rank that is left, within the timeout.</summary>
public sealed partial class FaultTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    // The programs wait four seconds for each other; the rest is for a busy machine.
    private const double WithinSeconds = 60;

    private static readonly string[] Gone = ["TorchDistNetworkException", "TorchDistTimeoutException", "TorchDistBackendException"];

    [Fact]
    public void A_rank_that_is_killed_in_a_collective_fails_the_others()
    {
        var ends = Run("killed", 3);
        Thrown(ends[0], Gone);
        Thrown(ends[2], Gone);
    }

    [Fact]
    public void A_rank_that_is_killed_fails_the_others_functional_collective()
    {
        Assert.SkipUnless(FunctionalCollectivesTests.AreThere, FunctionalCollectivesTests.Missing);
        Thrown(Run("killed-in-functional", 2)[0], Gone);
    }

    [Fact]
    public void A_rank_that_is_killed_before_it_sends_fails_who_receives() => Thrown(Run("killed-receiving", 2)[0], Gone);

    [Fact]
    public void A_rank_that_is_killed_fails_the_others_backward_pass() => Thrown(Run("killed-in-backward", 2)[0], Gone);

    [Fact]
    public void A_rank_that_ends_with_an_exception_fails_the_others()
    {
        var ends = Run("uncaught", 2);
        Thrown(ends[0], Gone);
        Assert.Contains("on purpose", ends[1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_comes_late_is_waited_for_as_long_as_the_timeout() => Thrown(Run("late", 2)[0], "TorchDistTimeoutException", 3);

    [Fact]
    public void Ranks_that_never_come_end_the_joining()
    {
        var end = Run("alone", 1, worldSize: 2)[0];
        Thrown(end, "TorchDistTimeoutException", 3);
        Assert.EndsWith("False", end.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_ranks_ends_the_joining_of_all() => Assert.All(Run("alone", 2, worldSize: 3), end => Thrown(end, "TorchDistTimeoutException", 3));

    [Fact]
    public void A_port_in_use_is_said_at_once()
    {
        using TcpListener listener = new(IPAddress.Any, 0);
        listener.Start();
        Thrown(Run("alone", 1, worldSize: 2, port: ((IPEndPoint)listener.LocalEndpoint).Port)[0], "TorchDistNetworkException");
    }

    [Fact]
    public void A_monitored_barrier_says_who_is_missing()
    {
        var printed = Run("monitored", 2)[0].Printed;
        Assert.StartsWith("TorchDistTimeoutException", printed, StringComparison.Ordinal);
        Assert.Contains("Rank 1 failed to pass monitoredBarrier in 1000 ms", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_goes_away_fails_who_waits_for_a_key() => Thrown(Run("store", 2)[1], Gone);

    [Fact]
    public void A_rank_without_inputs_can_end_all()
    {
        var ends = Run("exhausted", 2);
        Assert.Matches(@"^TorchException [\d.]+ Rank 0 exhausted all inputs\.", ends[0].Printed);
        Assert.Matches(@"^TorchException [\d.]+ Detected at least one rank that exhausted inputs\. Throwing across all ranks\.", ends[1].Printed);
    }

    [Fact]
    public void A_process_can_end_while_something_is_going_on()
    {
        var ends = Run("unfinished", 2);
        Assert.Equal("False", ends[0].Printed);
        Thrown(ends[1], Gone);
    }

    [Fact]
    public void Groups_can_be_joined_again_and_again()
    {
        var ends = Run("again", 2);
        var lines = ends[0].Printed.Split('\n');
        Assert.Equal(Enumerable.Range(0, 10).Select(turn => $"{2 * turn + 1} {2 * turn + 1} {2 * turn + 1}"), lines[..10]);

        // Ten groups would have left forty threads.
        Assert.InRange(int.Parse(lines[10], CultureInfo.InvariantCulture), 1, 40);
    }

    [Fact]
    public void Works_can_be_awaited()
    {
        var sums = string.Join(' ', Enumerable.Range(0, 40).Select(i => 2 * i + 1));
        Assert.All(Run("awaited", 2), end => Assert.Equal(sums, end.Printed));
    }

    [Fact]
    public void Objects_go_as_json()
    {
        var ends = Run("objects", 3);
        Assert.All(ends, end => Assert.StartsWith("x xx xxx\nfrom one", end.Printed, StringComparison.Ordinal));
        Assert.Contains("\n0 1 2\n", ends[1].Printed, StringComparison.Ordinal);
        Assert.Equal(["zero", "one", "and two"], ends.Select(end => end.Printed.Split('\n')[^1]));
    }

    private IReadOnlyList<RankEnd> Run(string scenario, int count, int? worldSize = null, int? port = null)
    {
        string[] command = [.. programs.CSharp("faults"), scenario, programs.PathOf(scenario)];
        return RankGroup.Run([.. Enumerable.Repeat(command, count)], worldSize, port);
    }

    private static void Thrown(RankEnd end, string kind, double atLeast = 0) => Thrown(end, [kind], atLeast);

    private static void Thrown(RankEnd end, string[] kinds, double atLeast = 0)
    {
        var said = Said().Match(end.Printed);
        Assert.True(said.Success && kinds.Contains(said.Groups[1].Value), end.Printed + end.Error);
        Assert.InRange(double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture), atLeast, WithinSeconds);
    }

    [GeneratedRegex(@"^(\w+) ([\d.]+) ")]
    private static partial Regex Said();
}
