using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A store that one process serves, and that the others reach by its address; <c>torch.distributed.TCPStore</c>.</summary>
public sealed class TCPStore : Store
{
    private TCPStore(string host, (StoreHandle Store, int Port) made)
        : base(made.Store) => (Host, Port) = (host, made.Port);

    /// <summary>Serves the store, or connects to who does.</summary>
    /// <param name="hostName">The name or address of the machine that serves it.</param>
    /// <param name="port">The port; 0, for the one that serves it, is one that the system chooses.</param>
    /// <param name="worldSize">How many processes join, the one that serves it among them; null where nobody knows.</param>
    /// <param name="isMaster">Whether this process serves it.</param>
    /// <param name="timeout">How long connecting and later calls may take; five minutes.</param>
    /// <param name="waitForWorkers">Whether to wait until all processes have joined.</param>
    /// <param name="multiTenant">Whether another server of this process on the same port is the same one.</param>
    /// <param name="useLibuv">Whether the server is libuv's kind, which not every libtorch has.</param>
    /// <exception cref="TorchDistException">The port is in use, nobody serves there, or not all have joined within the timeout.</exception>
    public TCPStore(string hostName, int port, int? worldSize = null, bool isMaster = false, TimeSpan? timeout = null, bool waitForWorkers = true, bool multiTenant = false, bool useLibuv = false)
        : this(hostName, Connect(hostName, port, worldSize, isMaster, timeout, waitForWorkers, multiTenant, useLibuv))
    {
    }

    /// <summary>The name or address of the machine that serves it; <c>store.host</c>.</summary>
    public string Host { get; }

    /// <summary>The port that it is served on; <c>store.port</c>.</summary>
    public int Port { get; }

    private static (StoreHandle Store, int Port) Connect(string hostName, int port, int? worldSize, bool isMaster, TimeSpan? timeout, bool waitForWorkers, bool multiTenant, bool useLibuv)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        return StoreCalls.Tcp(hostName, new TcpStoreOptions
        {
            Timeout = Waiting.Milliseconds(timeout ?? TimeSpan.FromMinutes(5)),
            Port = port,
            Workers = worldSize ?? -1,
            IsServer = isMaster ? 1 : 0,
            WaitsForWorkers = waitForWorkers ? 1 : 0,
            MultiTenant = multiTenant ? 1 : 0,
            UsesLibUV = useLibuv ? 1 : 0,
        });
    }
}
