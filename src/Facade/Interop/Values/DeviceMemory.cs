using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>ltf_device_memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct DeviceMemory
{
    public readonly long Allocated;
    public readonly long MaxAllocated;
    public readonly long Reserved;
    public readonly long MaxReserved;
}
