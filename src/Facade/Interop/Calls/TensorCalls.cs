using System.Numerics;

namespace LibTorch.Interop;

/// <summary>Metadata and data of a tensor, asked from libtorch.</summary>
internal static unsafe class TensorCalls
{
    // What libtorch itself says; the address went later.
    private static string NoSizes =>
        "Internal error: NestedTensorImpl doesn't support sizes. Please file an issue"
        + (LibraryCalls.IsAtLeast(2, 0) ? "." : " on https://github.com/pytorch/nestedtensor");

    /// <summary>The facts that are plain numbers; the pointers in it are not to be used.</summary>
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

    /// <summary>A reference on the tensor of somebody else's at::Tensor*.</summary>
    public static TensorHandle? FromNative(nint native)
    {
        nint result;
        NativeError.Check(Native.ltf_tensor_from_native(native, &result));
        return TensorHandle.Own(result);
    }

    /// <summary>An at::Tensor* for somebody else to delete.</summary>
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

    /// <summary>The elements where they lie; the caller has checked layout, device and dtype.</summary>
    public static Span<T> Elements<T>(IHandleOwner tensor)
        where T : unmanaged
        => TryLying<T>(tensor, Info(tensor), out var elements)
            ? elements
            : throw new TorchException("The tensor's elements have no memory to be read from.");

    /// <summary>The elements where they lie, if that is in row-major order in the host's memory and as the tensor means them.</summary>
    public static bool TryElements<T>(IHandleOwner tensor, scoped in TensorInfo info, out Span<T> elements)
        where T : unmanaged
    {
        elements = [];
        return info.IsPlain && TryLying(tensor, info, out elements);
    }

    /// <summary>The same, for a caller who keeps them: the memory does not move from then on.</summary>
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

    /// <summary>The same with a share in the memory; null where they do not lie so.</summary>
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

    /// <summary>Copies them, and holds the tensor meanwhile: another thread's Dispose does not free what is being read.</summary>
    public static bool TryCopy<T>(IHandleOwner tensor, scoped in TensorInfo info, Span<T> destination)
        where T : unmanaged
    {
        using var lease = new Lease();
        lease.Take(tensor);
        return TryElements<T>(tensor, info, out var elements) && elements.TryCopyTo(destination);
    }

    /// <summary>The same for all objects that stand for one tensor.</summary>
    public static nint Identity(IHandleOwner tensor)
    {
        using var lease = new Lease();
        return lease.Take(tensor);
    }

    /// <summary>The only element, read where it lies: a plain number, or a complex one; <see cref="Tag.None"/> where an operator has to be asked.</summary>
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

    /// <summary>Where the first element lies; zero without memory.</summary>
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

    /// <summary>A number in a tensor's place: one of a tag for plain numbers.</summary>
    public static TensorHandle? Number(Value number)
    {
        nint result;
        NativeError.Check(Native.ltf_tensor_of_number(&number, &result));
        return TensorHandle.Own(result);
    }

    /// <summary>A complex number in a tensor's place.</summary>
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

    /// <summary>The same tensor with a reference of its own.</summary>
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

    // False for the zeros that libtorch keeps without memory.
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
