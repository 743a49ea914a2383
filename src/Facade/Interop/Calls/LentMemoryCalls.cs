namespace LibTorch.Interop;

/// <summary>Tensors on memory that libtorch does not own: provided by managed code, or by other libraries through DLPack.</summary>
internal static unsafe class LentMemoryCalls
{
    /// <summary>A tensor on host memory that starts at <paramref name="data"/>.</summary>
    /// <param name="data">The address of the first element.</param>
    /// <param name="sizes">Its shape.</param>
    /// <param name="strides">Its strides in elements; empty for row-major order.</param>
    /// <param name="dtype">c10's number of the dtype.</param>
    /// <param name="memory">Disposed of when no tensor uses the memory any more, and also if this call fails.</param>
    public static TensorHandle Tensor(void* data, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, int dtype, IOwned memory)
    {
        nint result;
        fixed (long* size = sizes, stride = strides)
        {
            NativeError.Check(Native.ltf_tensor_from_memory(data, size, stride, sizes.Length, dtype, Callbacks.HandleOn(memory), &result));
        }

        return TensorHandle.Own(result)!.Value;
    }

    /// <summary>The same on pinned memory.</summary>
    public static TensorHandle Tensor(PinnedMemory memory, ReadOnlySpan<long> sizes, int dtype) => Tensor(memory.Start, sizes, [], dtype, memory);

    /// <summary>A DLManagedTensor* whose deleter the receiver has to call.</summary>
    public static nint ToDLPack(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint managed;
        NativeError.Check(Native.ltf_tensor_to_dlpack(lease.Take(tensor), &managed));
        return managed;
    }

    /// <summary>The tensor of a DLManagedTensor*, which is taken over unless the call fails.</summary>
    public static TensorHandle FromDLPack(nint managed)
    {
        nint result;
        NativeError.Check(Native.ltf_tensor_from_dlpack(managed, &result));
        return TensorHandle.Own(result)!.Value;
    }
}
