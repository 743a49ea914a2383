using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LibTorch.Tests.Distributed;

/// <summary>Processes that are started together, each as a rank of one group on this machine.</summary>
internal static class RankGroup
{
    // Far more than a busy machine needs; what hangs is to fail the test.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>A port that nobody serves.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs all ranks to their ends.</summary>
    /// <param name="commands">Each rank's command line.</param>
    /// <param name="worldSize">How many ranks they are told that there are; as many as there are, if not given.</param>
    /// <param name="port">Where rank 0 serves the store; a free port, if not given.</param>
    /// <param name="environment">What a rank's environment has besides, or, with null, has not.</param>
    public static IReadOnlyList<RankEnd> Run(IReadOnlyList<string[]> commands, int? worldSize = null, int? port = null, Func<int, (string Name, string? Value)[]>? environment = null)
    {
        var served = port ?? FreePort();
        var watch = Stopwatch.StartNew();
        var ranks = commands.Select((command, rank) => Start(command, rank, worldSize ?? commands.Count, served, environment?.Invoke(rank) ?? [])).ToList();
        try
        {
            return [.. ranks.Select(rank => End(rank, watch))];
        }
        finally
        {
            foreach (var (process, _, _) in ranks)
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }

                process.Dispose();
            }
        }
    }

    private static (Process Process, Task<string> Output, Task<string> Error) Start(string[] command, int rank, int worldSize, int port, (string Name, string? Value)[] besides)
    {
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (string Name, string? Value)[] environment =
        [
            ("RANK", Text(rank)), ("WORLD_SIZE", Text(worldSize)), ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", Text(port)),
            ("OMP_NUM_THREADS", "1"), ("USE_LIBUV", "0"), ("GLOO_SOCKET_IFNAME", "lo"), .. besides,
        ];
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    private static RankEnd End((Process Process, Task<string> Output, Task<string> Error) rank, Stopwatch watch)
    {
        var left = Patience - watch.Elapsed;
        var ended = rank.Process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (!ended)
        {
            rank.Process.Kill(entireProcessTree: true);
        }

        Assert.True(ended, $"A rank did not end within {Patience}: {rank.Output.Result}{rank.Error.Result}");
        return new RankEnd(rank.Process.ExitCode, rank.Output.Result, rank.Error.Result);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
