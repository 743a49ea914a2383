using System.Text.Json;

namespace LibTorch.Tests.Distributed;

/// <summary>Ranks in a network namespace: their traffic is counted, or the network is cut.</summary>
public sealed class OwnNetworkTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    // The gradients of a Linear(1000, 250).
    private const double GradientBytes = 4.0 * (1000 + 1) * 250;

    // alone.py's exit code if this process may not create a network namespace.
    private const int NotAllowed = 3;

    // In Gloo's ring, each of n ranks sends (n - 1) / n of the gradients, twice.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_step_sends_as_many_bytes_as_a_ring_all_reduce(int ranks)
    {
        var (few, many) = (Run(ranks, "count", "steps", "5"), Run(ranks, "count", "steps", "25"));
        Assert.All(few.Codes.Concat(many.Codes), code => Assert.Equal(0, code));

        // At most 5 % more, for TCP's headers and acknowledgements.
        Assert.InRange((many.Bytes - few.Bytes) / 20.0 / (2 * (ranks - 1) * GradientBytes), 1, 1.05);
    }

    [Fact]
    public void A_cut_network_fails_all_ranks_within_the_timeout()
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
        Assert.SkipWhen(code == NotAllowed, $"this process may not create a network namespace: {error}");
        Assert.True(code == 0, output + error);
        return JsonSerializer.Deserialize<Report>(output, JsonSerializerOptions.Web)!;
    }

    private sealed record Report(string[] Printed, int[] Codes, long Bytes);
}
