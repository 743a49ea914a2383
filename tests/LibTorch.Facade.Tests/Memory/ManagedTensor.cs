using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch.Tests.Memory;

/// <summary>DLPack's struct, as its description lays it out, of another library than libtorch: this one counts how often its deleter is called.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ManagedTensor
{
    public void* Data;
    public int DeviceType;
    public int DeviceId;
    public int NDim;
    public byte Code;
    public byte Bits;
    public ushort Lanes;
    public long* Shape;
    public long* Strides;
    public ulong ByteOffset;
    public int* Deletions;
    public delegate* unmanaged[Cdecl]<ManagedTensor*, void> Deleter;

    /// <summary>A tensor of floats, whose deleter adds one to the count.</summary>
    public static ManagedTensor* Of(float[] values, long[] shape, long[]? strides, int* deletions)
    {
        var tensor = (ManagedTensor*)NativeMemory.AllocZeroed((nuint)sizeof(ManagedTensor));
        tensor->Data = Copy<float>(values);
        (tensor->DeviceType, tensor->NDim, tensor->Code, tensor->Bits, tensor->Lanes) = (1, shape.Length, 2, 32, 1);
        tensor->Shape = Copy<long>(shape);
        tensor->Strides = strides is null ? null : Copy<long>(strides);
        tensor->Deletions = deletions;
        tensor->Deleter = &Delete;
        return tensor;
    }

    private static T* Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var copy = (T*)NativeMemory.Alloc((nuint)Math.Max(values.Length * sizeof(T), 1));
        values.CopyTo(new Span<T>(copy, values.Length));
        return copy;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Delete(ManagedTensor* tensor)
    {
        Interlocked.Increment(ref *tensor->Deletions);
        NativeMemory.Free(tensor->Shape);
        NativeMemory.Free(tensor->Strides);
        NativeMemory.Free(tensor);
    }
}
