namespace LibTorch.Interop;

/// <summary>Bytes of the host's memory that tensors hold, as ltf_memory lays them out; libtorch's allocator counts them.</summary>
internal struct MemoryCounters
{
    public long Live;
    public long Peak;
}
