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
    public long ByteCount => ObjectCalls.Bytes(this);
}
