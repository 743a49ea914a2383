using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>A store that one process serves over TCP, and to which the others connect; <c>torch.distributed.TCPStore</c>.</summary>
public sealed class TCPStore : Store
{
    private TCPStore(string host, (StoreHandle Store, int Port) made)
        : base(made.Store) => (Host, Port) = (host, made.Port);

    /// <summary>Serves the store, or connects to the process that serves it.</summary>
    /// <param name="hostName">The name or address of the machine that serves the store.</param>
    /// <param name="port">The port; the serving process may give 0 to let the system choose one.</param>
    /// <param name="worldSize">How many processes join, including the serving one; null if unknown.</param>
    /// <param name="isMaster">Whether this process serves the store.</param>
    /// <param name="timeout">How long connecting and later calls may take; null: five minutes.</param>
    /// <param name="waitForWorkers">Whether to wait until all processes have joined.</param>
    /// <param name="multiTenant">Whether to share an existing server of this process on the same port.</param>
    /// <param name="useLibuv">Whether to use the libuv server, which not every libtorch has.</param>
    /// <exception cref="TorchDistException">
    /// The port is in use, no process serves there, or not all processes joined within the timeout.
    /// </exception>
    public TCPStore(string hostName, int port, int? worldSize = null, bool isMaster = false, TimeSpan? timeout = null, bool waitForWorkers = true, bool multiTenant = false, bool useLibuv = false)
        : this(hostName, Connect(hostName, port, worldSize, isMaster, timeout, waitForWorkers, multiTenant, useLibuv))
    {
    }

    /// <summary>The name or address of the machine that serves the store; <c>store.host</c>.</summary>
    public string Host { get; }

    /// <summary>The port of the server; <c>store.port</c>.</summary>
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
