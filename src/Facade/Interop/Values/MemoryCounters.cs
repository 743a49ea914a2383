namespace LibTorch.Interop;

/// <summary>
/// Bytes of host memory that tensors hold, and of device memory in all tensors ever returned by libtorch; laid out as ltf_memory.
/// </summary>
internal struct MemoryCounters
{
    public long Live;
    public long Peak;
    public long DeviceMade;
}
