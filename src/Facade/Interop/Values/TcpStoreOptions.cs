using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>How a TCP store is reached; <c>ltf_tcp_store_options</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TcpStoreOptions
{
    /// <summary>Milliseconds.</summary>
    public long Timeout;

    /// <summary>0, for a server: the system chooses.</summary>
    public int Port;

    /// <summary>How many join; negative: nobody knows.</summary>
    public int Workers;

    public int IsServer;
    public int WaitsForWorkers;
    public int MultiTenant;
    public int UsesLibUV;
}
