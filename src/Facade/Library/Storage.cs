using LibTorch.Interop;

namespace LibTorch;

/// <summary>The memory that tensors lie in, which several may share; <c>torch.UntypedStorage</c>.</summary>
public sealed class Storage : ScriptObject
{
    internal Storage(ObjectHandle handle)
        : base(handle)
    {
    }

    /// <summary>Its length in bytes; <c>storage.nbytes()</c>.</summary>
    public long ByteCount => ObjectCalls.Describe(this).Bytes;

    /// <summary>Where it lies; <c>storage.device</c>.</summary>
    public Device Device
    {
        get
        {
            var info = ObjectCalls.Describe(this);
            return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
        }
    }

    /// <summary>Another storage of some of the bytes, in the same memory; <c>storage[offset:offset + bytes]</c>.</summary>
    internal Storage Slice(long offset, long bytes) => new(ObjectCalls.Slice(this, offset, bytes));
}
