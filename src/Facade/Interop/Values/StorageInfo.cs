namespace LibTorch.Interop;

/// <summary>A storage's properties, laid out as ltf_storage_info.</summary>
internal struct StorageInfo
{
    /// <summary>Zero where there are no bytes, or none in the host's memory.</summary>
    public nint Address;
    public long Bytes;

    /// <summary>The same for every reference to a storage.</summary>
    public nint Identity;
    public int DeviceType;
    public int DeviceIndex;
}
