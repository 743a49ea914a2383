using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>Starts the ranks of a training, shows the output of rank 0, and ends all ranks if one fails.</summary>
internal sealed class RanksRunner(TextWriter output, TextWriter error)
{
    private readonly Lock _writing = new();

    /// <summary>Runs a rank for each letter of the languages, and then, with --live, the same number of Python ranks.</summary>
    /// <returns>0; 1 if a rank failed or a line differs from Python's; 2 if a rank could not be run.</returns>
    /// <exception cref="CannotRunException">The data are missing, or Python does not start.</exception>
    public int Run(string languages, TrainingOptions options, bool live)
    {
        FashionMnist.Require(options);
        RequireFolder(options.Checkpoint);
        using var twinsFiles = live && options.Checkpoint is not null ? new TwinsCheckpoint(options.Checkpoint) : null;
        var (exitCode, lines) = Train(languages, Arguments(options), isShown: true);
        if (exitCode != 0 || !live)
        {
            return exitCode;
        }

        var (pythonsExitCode, python) = Train(new string('P', languages.Length), Arguments(options with { Checkpoint = twinsFiles?.Path }), isShown: false);
        if (pythonsExitCode != 0)
        {
            return pythonsExitCode;
        }

        return TrainingRunner.Compare(output, lines, python, languages) ? 0 : 1;
    }

    // The lines are those of rank 0.
    private (int ExitCode, List<string> Lines) Train(string languages, string[] arguments, bool isShown)
    {
        using var ending = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        List<string> lines = [];
        List<RankProcess> ranks = [];
        (int Rank, int ExitCode)? failed;
        try
        {
            var port = FreePort();
            foreach (var language in languages)
            {
                var rank = ranks.Count;
                Action<string> line = rank == 0 ? Line : _ => { };
                ranks.Add(RankProcess.Start(language, arguments, Place(rank, languages.Length, port), line, text => Error(rank, text)));
            }

            failed = FirstFailure(ranks, ending.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return (1, lines);
        }
        finally
        {
            ranks.ForEach(process => process.Dispose());
        }

        if (failed is { } first)
        {
            var how = first.ExitCode > 128 ? $"by signal {first.ExitCode - 128}" : $"with exit code {first.ExitCode}";
            error.WriteLine($"rank {first.Rank} ended {how}; the other ranks were ended");
            return (first.ExitCode is 2 or PythonTwin.Lacking ? 2 : 1, lines);
        }

        return (0, lines);

        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ending.Cancel();
        }

        void Line(string text)
        {
            lines.Add(text);
            if (isShown)
            {
                lock (_writing)
                {
                    output.WriteLine(text);
                }
            }
        }

        void Error(int rank, string text)
        {
            if (!ending.IsCancellationRequested)
            {
                lock (_writing)
                {
                    error.WriteLine($"[rank {rank}] {text}");
                }
            }
        }
    }

    // The first rank that fails; null if all ranks succeed.
    private static async Task<(int Rank, int ExitCode)?> FirstFailure(List<RankProcess> ranks, CancellationToken ending)
    {
        await foreach (var ended in Task.WhenEach(ranks.Select((process, rank) => End(process, rank))))
        {
            var end = await ended;
            if (end.ExitCode != 0)
            {
                return end;
            }
        }

        return null;

        async Task<(int Rank, int ExitCode)> End(RankProcess process, int rank) => (rank, await process.End(ending));
    }

    // The log level hides the warnings of ranks that connect before rank 0 serves the store; they try again.
    private static (string Name, string Value)[] Place(int rank, int ranks, int port) =>
    [
        ("RANK", Text(rank)), ("WORLD_SIZE", Text(ranks)), ("MASTER_ADDR", "127.0.0.1"), ("MASTER_PORT", Text(port)),
        ("OMP_NUM_THREADS", "1"), ("USE_LIBUV", "0"), ("GLOO_SOCKET_IFNAME", "lo"), ("TORCH_CPP_LOG_LEVEL", "ERROR"),
    ];

    private static string[] Arguments(TrainingOptions options)
    {
        string[] arguments = ["--epochs", Text(options.Epochs), "--data", options.Data];
        string[] samples = options.Samples is { } count ? ["--samples", Text(count)] : [];
        string[] checkpoint = options.Checkpoint is { } path ? ["--checkpoint", path] : [];
        return [.. arguments, .. samples, .. checkpoint];
    }

    // Checked at the start instead of after the first epoch.
    private static void RequireFolder(string? checkpoint)
    {
        if (checkpoint is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(checkpoint))))
        {
            throw Checkpoint.CannotRun(checkpoint, "there is no such folder");
        }
    }

    // A port that is not in use. If another process takes it before rank 0 does, rank 0 reports that.
    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
