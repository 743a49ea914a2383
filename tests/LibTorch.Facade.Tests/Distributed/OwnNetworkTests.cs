using System.Text.Json;

namespace LibTorch.Tests.Distributed;

/// <summary>Ranks in a network that nobody else is in: what they send is counted, and the network goes away under them.</summary>
public sealed class OwnNetworkTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    // The gradients of a Linear(1000, 250).
    private const double GradientBytes = 4.0 * (1000 + 1) * 250;

    // alone.py says with it that this process may not make a network.
    private const int NotAllowed = 3;

    // Gloo averages in a ring: each rank sends all but a rank's part of the gradients, twice.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_step_sends_what_a_ring_has_to(int ranks)
    {
        var (few, many) = (Run(ranks, "count", "steps", "5"), Run(ranks, "count", "steps", "25"));
        Assert.All(few.Codes.Concat(many.Codes), code => Assert.Equal(0, code));

        // The headers and acknowledgements of TCP are the rest.
        Assert.InRange((many.Bytes - few.Bytes) / 20.0 / (2 * (ranks - 1) * GradientBytes), 1, 1.05);
    }

    [Fact]
    public void A_network_that_goes_away_fails_all_ranks_in_time()
    {
        var end = Run(3, "cut", "faults", "cut");
        Assert.All(end.Printed, printed => Assert.Matches(@"^ready\nTorchDist(Network|Timeout|Backend)Exception [\d.]+ ", printed));
        Assert.All(end.Codes, code => Assert.Equal(0, code));
    }

    private Report Run(int ranks, string what, string program, params string[] arguments)
    {
        string[] alone = [Path.Combine(AppContext.BaseDirectory, "Distributed", "Ranks", "alone.py"), $"{ranks}", what, .. programs.CSharp(program), .. arguments];
        var (code, output, error) = ChildProcess.Run(
            PythonSession.Interpreter, alone, [("MASTER_ADDR", "127.0.0.1"), ("OMP_NUM_THREADS", "1"), ("GLOO_SOCKET_IFNAME", "lo")]);
        Assert.SkipWhen(code == NotAllowed, $"this process may not make a network: {error}");
        Assert.True(code == 0, output + error);
        return JsonSerializer.Deserialize<Report>(output, JsonSerializerOptions.Web)!;
    }

    private sealed record Report(string[] Printed, int[] Codes, long Bytes);
}
