using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The options of a TCP store; <c>ltf_tcp_store_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcpStoreOptions
{
    /// <summary>The timeout in milliseconds.</summary>
    public long Timeout;

    /// <summary>The port; 0 for a server: the system chooses one.</summary>
    public int Port;

    /// <summary>The number of processes that join; negative: unknown.</summary>
    public int Workers;

    public int IsServer;
    public int WaitsForWorkers;
    public int MultiTenant;
    public int UsesLibUV;
}
