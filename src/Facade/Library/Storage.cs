using LibTorch.Interop;

namespace LibTorch;

/// <summary>The memory of a tensor's elements, which several tensors may share; <c>torch.UntypedStorage</c>.</summary>
public sealed class Storage : ScriptObject
{
    internal Storage(ObjectHandle handle)
        : base(handle)
    {
    }

    /// <summary>Its length in bytes; <c>storage.nbytes()</c>.</summary>
    public long ByteCount => ObjectCalls.Describe(this).Bytes;

    /// <summary>The device that the memory is on; <c>storage.device</c>.</summary>
    public Device Device
    {
        get
        {
            var info = ObjectCalls.Describe(this);
            return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
        }
    }

    /// <summary>A storage on a part of these bytes, in the same memory; <c>storage[offset:offset + bytes]</c>.</summary>
    internal Storage Slice(long offset, long bytes) => new(ObjectCalls.Slice(this, offset, bytes));
}
