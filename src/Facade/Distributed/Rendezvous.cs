using System.Globalization;

namespace LibTorch.Distributed;

/// <summary>
/// Opens the store through which the ranks of the default group find each other, from a URL as in <c>torch.distributed.rendezvous</c>.
/// </summary>
internal static class Rendezvous
{
    /// <summary>The store, this process's rank, and the number of ranks.</summary>
    /// <exception cref="TorchValueException">The URL or the environment variables lack a value, or have a wrong one.</exception>
    /// <exception cref="TorchDistException">The other ranks were not found within the timeout.</exception>
    public static (Store Store, int Rank, int Size) Meet(string method, int rank, int size, TimeSpan timeout)
    {
        if (!Uri.TryCreate(method, UriKind.Absolute, out var address))
        {
            throw new TorchValueException($"'{method}' is not an address such as env://, tcp://HOST:PORT or file:///PATH");
        }

        var query = Query(address.Query);
        if ((rank != -1 || size != -1) && (query.ContainsKey("rank") || query.ContainsKey("world_size")))
        {
            throw new TorchValueException($"The url: {method} has node-specific arguments(rank, world_size) already.");
        }

        int? AskedFor(string name, int given) => given != -1 ? given : query.TryGetValue(name, out var text) ? Number(text, name) : null;
        var (asked, count) = (AskedFor("rank", rank), AskedFor("world_size", size));
        switch (address.Scheme)
        {
            case "env":
                var started = LaunchedBy.Find();
                var own = asked ?? Number(Require(started.Rank, "RANK"), "RANK");
                var all = count ?? Number(Require(started.Size, "WORLD_SIZE"), "WORLD_SIZE");
                var host = Require(started.Host, "MASTER_ADDR");
                return (Tcp(host, Number(Require(started.Port, "MASTER_PORT"), "MASTER_PORT"), own, all, timeout), own, all);

            case "tcp":
                var (tcpRank, tcpSize) = Both("tcp", asked, count);
                return address.Port > 0
                    ? (Tcp(address.IdnHost, address.Port, tcpRank, tcpSize, timeout), tcpRank, tcpSize)
                    : throw Error("tcp", "port number missing");

            case "file":
                var (fileRank, fileSize) = Both("file", asked, count);
                return address.LocalPath.Length > 1
                    ? (new FileStore(address.LocalPath, fileSize), fileRank, fileSize)
                    : throw Error("file", "path missing");

            default:
                throw new TorchException($"No rendezvous handler for {address.Scheme}://");
        }
    }

    // Under torchrun, torchrun's agent serves the store; otherwise rank 0 does.
    private static Store Tcp(string host, int port, int rank, int size, TimeSpan timeout)
    {
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new TorchValueException($"port must have value from 0 to 65535 but was {port}.");
        }

        if (Environment.GetEnvironmentVariable("TORCHELASTIC_USE_AGENT_STORE") != "True")
        {
            return new TCPStore(host, port, size, rank == 0, timeout, multiTenant: true);
        }

        var attempt = Environment.GetEnvironmentVariable("TORCHELASTIC_RESTART_COUNT");
        using TCPStore agents = new(host, port, size, isMaster: false, timeout);
        return new PrefixStore($"/worker/attempt_{Require(attempt, "TORCHELASTIC_RESTART_COUNT")}", agents);
    }

    private static (int Rank, int Size) Both(string scheme, int? rank, int? size) =>
        (rank ?? throw Error(scheme, "rank parameter missing"), size ?? throw Error(scheme, "world size parameter missing"));

    private static string Require(string? value, string variable) =>
        string.IsNullOrEmpty(value) ? throw Error("env", $"environment variable {variable} expected, but not set") : value;

    private static int Number(string text, string name) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new TorchValueException($"{name} is no number: '{text}'");

    private static Dictionary<string, string> Query(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1], StringComparer.Ordinal);

    private static TorchValueException Error(string scheme, string problem) =>
        new($"Error initializing torch.distributed using {scheme}:// rendezvous: {problem}");
}
