using System.Diagnostics;
using System.Text.Json;

namespace LibTorch.Service;

/// <summary>Clients that each send the next request as soon as they have an answer.</summary>
internal static class Asking
{
    private static readonly byte[] Question = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 784).Select(i => i % 256 / 256f));

    /// <summary>The number of answers per second, their latencies, and one of the answers.</summary>
    public static async Task<string> Measure(int port, int clients, TimeSpan time)
    {
        using Connection first = new(port, Question);
        var answer = JsonSerializer.Deserialize<float[]>((await first.Ask()).Span);
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => AskAgain(port, start, time))));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] taken = [.. all.SelectMany(one => one).Order()];
        return JsonSerializer.Serialize(new
        {
            rate = taken.Length / seconds,
            p50 = taken[taken.Length / 2],
            p99 = taken[taken.Length * 99 / 100],
            answer,
        });
    }

    private static async Task<List<double>> AskAgain(int port, long start, TimeSpan time)
    {
        using Connection connection = new(port, Question);
        List<double> milliseconds = [];
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            var asked = Stopwatch.GetTimestamp();
            await connection.Ask();
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return milliseconds;
    }
}
