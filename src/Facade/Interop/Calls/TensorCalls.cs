using System.Numerics;

namespace LibTorch.Interop;

/// <summary>Metadata and data of a tensor.</summary>
internal static unsafe class TensorCalls
{
    // libtorch's own message; the URL was removed in 2.0.
    private static string NoSizes =>
        "Internal error: NestedTensorImpl doesn't support sizes. Please file an issue"
        + (LibraryCalls.IsAtLeast(2, 0) ? "." : " on https://github.com/pytorch/nestedtensor");

    /// <summary>The metadata that are plain numbers; the pointers must not be used after this call.</summary>
    public static TensorInfo Info(IHandleOwner tensor)
    {
        var pointer = tensor.Acquire(out var holder);
        try
        {
            return Describe(pointer);
        }
        finally
        {
            holder.Release();
        }
    }

    /// <summary>A reference to the tensor of an at::Tensor* that belongs to other code.</summary>
    public static TensorHandle? FromNative(nint native)
    {
        nint result;
        NativeError.Check(Native.ltf_tensor_from_native(native, &result));
        return TensorHandle.Own(result);
    }

    /// <summary>An at::Tensor* that the receiver has to delete.</summary>
    public static nint ToNative(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint native;
        NativeError.Check(Native.ltf_tensor_to_native(lease.Take(tensor), &native));
        return native;
    }

    public static long[] Sizes(IHandleOwner tensor)
    {
        using var lease = new Lease();
        var info = Describe(lease.Take(tensor));
        return (info.Flags & TensorFlags.Nested) != 0
            ? throw new TorchException(NoSizes)
            : new ReadOnlySpan<long>(info.Sizes, (int)info.Dimensions).ToArray();
    }

    public static long[] Strides(IHandleOwner tensor)
    {
        using var lease = new Lease();
        var pointer = lease.Take(tensor);
        var strides = new long[Describe(pointer).Dimensions];
        fixed (long* room = strides)
        {
            NativeError.Check(Native.ltf_tensor_strides(pointer, room));
        }

        return strides;
    }

    public static bool IsContiguous(IHandleOwner tensor, int format)
    {
        using var lease = new Lease();
        int contiguous;
        NativeError.Check(Native.ltf_tensor_is_contiguous(lease.Take(tensor), format, &contiguous));
        return contiguous != 0;
    }

    /// <summary>The elements in the tensor's own memory. The caller has checked layout, device and dtype.</summary>
    public static Span<T> Elements<T>(IHandleOwner tensor)
        where T : unmanaged
        => TryLying<T>(tensor, Info(tensor), out var elements)
            ? elements
            : throw new TorchException("The tensor's elements have no memory to be read from.");

    /// <summary>
    /// The elements in the tensor's own memory, if they are in host memory, in row-major order, and not conjugated or negated.
    /// </summary>
    public static bool TryElements<T>(IHandleOwner tensor, scoped in TensorInfo info, out Span<T> elements)
        where T : unmanaged
    {
        elements = [];
        return info.IsPlain && TryLying(tensor, info, out elements);
    }

    /// <summary>The same, for a caller that keeps the span: the storage's memory does not move from then on.</summary>
    public static bool TryExport<T>(IHandleOwner tensor, scoped in TensorInfo info, out Span<T> elements)
        where T : unmanaged
    {
        elements = [];
        if (!info.IsPlain)
        {
            return false;
        }

        void* data;
        var status = Native.ltf_tensor_export(tensor.Acquire(out var holder), &data, null);
        holder.Release();
        NativeError.Check(status);
        return TryLying(data, info, out elements);
    }

    /// <summary>The same with a reference that keeps the memory alive; null if the elements are not in such memory.</summary>
    public static ExportedMemory? Export(IHandleOwner tensor, scoped in TensorInfo info)
    {
        if (!info.IsPlain)
        {
            return null;
        }

        using var lease = new Lease();
        void* data;
        nint storage;
        NativeError.Check(Native.ltf_tensor_export(lease.Take(tensor), &data, &storage));
        ExportedMemory memory = new(storage, data, info.Elements * info.ItemSize);
        if (data is not null || info.Elements == 0)
        {
            return memory;
        }

        memory.Dispose();
        return null;
    }

    /// <summary>Copies the elements, and keeps the tensor alive during the copy, so that a concurrent Dispose cannot free them.</summary>
    public static bool TryCopy<T>(IHandleOwner tensor, scoped in TensorInfo info, Span<T> destination)
        where T : unmanaged
    {
        using var lease = new Lease();
        lease.Take(tensor);
        return TryElements<T>(tensor, info, out var elements) && elements.TryCopyTo(destination);
    }

    /// <summary>A number that is the same for all objects that refer to one tensor.</summary>
    public static nint Identity(IHandleOwner tensor)
    {
        using var lease = new Lease();
        return lease.Take(tensor);
    }

    /// <summary>
    /// The only element, read directly from memory: a plain number, or a complex one; <see cref="Tag.None"/> where an operator has to be
    /// used.
    /// </summary>
    public static Value Item(IHandleOwner tensor, out Complex complex)
    {
        Value value;
        var parts = stackalloc double[2];
        var pointer = tensor.Acquire(out var holder);
        Native.ltf_tensor_item(pointer, &value, parts);
        holder.Release();
        complex = new Complex(parts[0], parts[1]);
        return value;
    }

    /// <summary>The address of the first element; zero without memory.</summary>
    public static nint Address(IHandleOwner tensor)
    {
        using var lease = new Lease();
        void* data;
        NativeError.Check(Native.ltf_tensor_data(lease.Take(tensor), &data));
        return (nint)data;
    }

    public static long StorageOffset(IHandleOwner tensor)
    {
        using var lease = new Lease();
        long offset;
        NativeError.Check(Native.ltf_tensor_storage_offset(lease.Take(tensor), &offset));
        return offset;
    }

    /// <summary>The dimensions' names; null for one without.</summary>
    public static string?[] Names(IHandleOwner tensor)
    {
        using var lease = new Lease();
        NativeText names;
        NativeError.Check(Native.ltf_tensor_names(lease.Take(tensor), &names));
        return Array.ConvertAll(names.ToString().Split('\n'), name => name == "*" ? null : name);
    }

    /// <summary>A number as a 0-dim tensor, for use in a tensor's place; the value has the tag of a plain number.</summary>
    public static TensorHandle? Number(Value number)
    {
        nint result;
        NativeError.Check(Native.ltf_tensor_of_number(&number, &result));
        return TensorHandle.Own(result);
    }

    /// <summary>A complex number as a 0-dim tensor, for use in a tensor's place.</summary>
    public static TensorHandle? Number(Complex number)
    {
        var parts = stackalloc double[2] { number.Real, number.Imaginary };
        return Number(new Value { Tag = Tag.Complex, Pointer = parts });
    }

    public static long Version(IHandleOwner tensor)
    {
        using var lease = new Lease();
        long version;
        NativeError.Check(Native.ltf_tensor_version(lease.Take(tensor), &version));
        return version;
    }

    /// <summary>A new reference to the same tensor.</summary>
    public static TensorHandle Again(IHandleOwner tensor)
    {
        using var lease = new Lease();
        var pointer = lease.Take(tensor);
        Native.ltf_tensor_retain(pointer);
        return TensorHandle.Own(pointer)!.Value;
    }

    public static TensorHandle VariableData(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_tensor_variable_data(lease.Take(tensor), &result));
        return TensorHandle.Own(result)!.Value;
    }

    public static void SetData(IHandleOwner tensor, IHandleOwner data)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_tensor_set_data(lease.Take(tensor), lease.Take(data)));
    }

    // False for a ZeroTensor, which libtorch keeps without memory.
    private static bool TryLying<T>(IHandleOwner tensor, scoped in TensorInfo info, out Span<T> elements)
        where T : unmanaged
    {
        void* data;
        var status = Native.ltf_tensor_data(tensor.Acquire(out var holder), &data);
        holder.Release();
        NativeError.Check(status);
        return TryLying(data, info, out elements);
    }

    private static bool TryLying<T>(void* data, scoped in TensorInfo info, out Span<T> elements)
        where T : unmanaged
    {
        elements = data is null ? [] : new Span<T>(data, checked((int)(info.Elements * info.ItemSize / sizeof(T))));
        return data is not null || info.Elements == 0;
    }

    private static TensorInfo Describe(nint pointer)
    {
        TensorInfo info;
        NativeError.Check(Native.ltf_tensor_describe(pointer, &info));
        return info;
    }
}
