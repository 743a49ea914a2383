namespace LibTorch.Interop;

/// <summary>Bytes of the host's memory that tensors hold, and those of devices in tensors that came here, as ltf_memory lays them out.</summary>
internal struct MemoryCounters
{
    public long Live;
    public long Peak;
    public long DeviceMade;
}
