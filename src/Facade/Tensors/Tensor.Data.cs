using LibTorch.Interop;
using LibTorch.Jit;

namespace LibTorch;

/// <summary>Reading and writing the elements.</summary>
public partial class Tensor
{
    private static Operator? _itemOperator;

    /// <summary>The only element, as a number; <c>float(x)</c>.</summary>
    public static explicit operator float(Tensor x) => (float)NullCheck.Of(x).OnlyElement().ToDouble();

    /// <summary>The only element, as a number; <c>float(x)</c>.</summary>
    public static explicit operator double(Tensor x) => NullCheck.Of(x).OnlyElement().ToDouble();

    /// <summary>The only element, cut to an integer; <c>int(x)</c>.</summary>
    public static explicit operator int(Tensor x) => checked((int)NullCheck.Of(x).OnlyElement().ToInt64());

    /// <summary>The only element, cut to an integer; <c>int(x)</c>.</summary>
    public static explicit operator long(Tensor x) => NullCheck.Of(x).OnlyElement().ToInt64();

    /// <summary>Whether the only element is not zero; <c>bool(x)</c>.</summary>
    /// <exception cref="TorchException">There is not exactly one element.</exception>
    public static explicit operator bool(Tensor x) => NullCheck.Of(x).Truth();

    /// <summary>Lets <c>if (x &lt; 1)</c> and <c>while (…)</c> read as in Python; <c>bool(x)</c>.</summary>
    /// <exception cref="TorchException">There is not exactly one element.</exception>
    public static bool operator true(Tensor x) => NullCheck.Of(x).Truth();

    /// <summary>The opposite of <c>bool(x)</c>.</summary>
    /// <exception cref="TorchException">There is not exactly one element.</exception>
    public static bool operator false(Tensor x) => !NullCheck.Of(x).Truth();

    /// <summary>The storage that holds the elements, shared with the tensor; <c>x.untyped_storage()</c>.</summary>
    /// <exception cref="TorchNotImplementedException">The layout has no storage.</exception>
    public Storage UntypedStorage() => new(ObjectCalls.Storage(this));

    /// <summary>The only element as a number of the dtype's kind; <c>x.item()</c>.</summary>
    /// <exception cref="TorchException">There is not exactly one element.</exception>
    [Operator("aten::item(Tensor self) -> Scalar")]
    public Scalar Item() => OnlyElement(byItem: true);

    /// <summary>The only element as a .NET number; <c>x.item()</c>.</summary>
    /// <exception cref="TorchException">There is not exactly one element.</exception>
    /// <exception cref="OverflowException">The number does not fit <typeparamref name="T"/>.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        var item = Item();

        // For each T, the JIT compiles only the matching branch and removes the boxing.
        if (typeof(T) == typeof(float))
        {
            return (T)(object)(float)item.ToDouble();
        }

        if (typeof(T) == typeof(double))
        {
            return (T)(object)item.ToDouble();
        }

        if (typeof(T) == typeof(long))
        {
            return (T)(object)item.ToInt64();
        }

        object number = ElementType.ScalarTypeOf(typeof(T)) switch
        {
            ScalarType.Bool => item.ToBoolean(),
            ScalarType.Complex128 => item.ToComplex(),
            ScalarType.Float16 => (Half)item.ToDouble(),
            _ when item.IsLarge => Convert.ChangeType(item.ToUInt64(), typeof(T), null),
            _ => Convert.ChangeType(item.ToInt64(), typeof(T), null),
        };
        return (T)number;
    }

    /// <summary>
    /// The elements in place, in row-major order; <c>x.numpy()</c>. Keep the tensor alive while the span is used, or take a <see
    /// cref="Lease"/>.
    /// </summary>
    /// <remarks>As in Python, the tensor's storage is not resizable from then on: resizing the tensor beyond it throws.</remarks>
    /// <exception cref="InvalidOperationException">The tensor is not a contiguous one in the host's memory.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the dtype's type.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        Tracing.WarnOfConversion("a .NET span");
        var info = TensorCalls.Info(this);
        ElementType.Require<T>(LibTorch.DType.Of(info.DType));
        return TensorCalls.TryExport<T>(this, info, out var elements) ? elements : throw NotInPlace();
    }

    /// <summary>
    /// The elements in place, in row-major order, with a reference that keeps their memory alive; <c>x.numpy()</c>: <c>using var lease =
    /// x.Lease&lt;float&gt;(); lease.Span[0] = 1;</c>.
    /// </summary>
    /// <remarks>As in Python, the tensor's storage is not resizable from then on: resizing the tensor beyond it throws.</remarks>
    /// <exception cref="InvalidOperationException">The tensor is not a contiguous one in the host's memory.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the dtype's type.</exception>
    public TensorLease<T> Lease<T>()
        where T : unmanaged
    {
        Tracing.WarnOfConversion("a .NET span");
        var info = TensorCalls.Info(this);
        ElementType.Require<T>(LibTorch.DType.Of(info.DType));
        return new(TensorCalls.Export(this, info) ?? throw NotInPlace());
    }

    /// <summary>A copy of the elements in row-major order, from any device and layout; <c>x.tolist()</c>, flat.</summary>
    /// <remarks>Integers have to fit <typeparamref name="T"/>; floating point numbers are rounded to it, as <c>x.to</c> does.</remarks>
    /// <exception cref="ArgumentException">The dtype's values are not of the kind of <typeparamref name="T"/>, or an integer does not fit it.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        Tracing.WarnOfConversion("a .NET array");
        var target = LibTorch.DType.Of(typeof(T));
        var info = TensorCalls.Info(this);
        var source = LibTorch.DType.Of(info.DType);
        if (source != target && IntegerElements.In(source) && IntegerElements.In(target) && target != LibTorch.DType.Bool)
        {
            return (T[])IntegerElements.Read(this, target.ScalarType);
        }

        if (source != target && (!ElementType.IsHere(target.ScalarType) || !Torch.CanCast(source, target)))
        {
            throw new ArgumentException($"Elements of {source} do not all fit {typeof(T).Name}; convert with To({target}) first.");
        }

        // Every element is overwritten, so the array need not be cleared.
        var array = GC.AllocateUninitializedArray<T>(checked((int)info.Elements));
        Copy<T>(info, target, array);
        return array;
    }

    /// <summary>Copies the elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The span's length is not the number of elements, or the dtype does not fit.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        Tracing.WarnOfConversion("a .NET array");
        var info = TensorCalls.Info(this);
        RequireLength(destination.Length, info.Elements);
        var dtype = LibTorch.DType.Of(info.DType);
        ElementType.Require<T>(dtype);
        Copy(info, dtype, destination);
    }

    /// <summary>Overwrites the elements, in row-major order, with those of the span.</summary>
    /// <exception cref="ArgumentException">The span's length is not the number of elements, or the dtype does not fit.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> source)
        where T : unmanaged
    {
        RequireLength(source.Length, Numel);
        var dtype = DType;
        using var values = PlainTensor.Of(source, Shape, dtype);
        if (dtype != values.DType)
        {
            if (!Torch.CanCast(values.DType, dtype))
            {
                throw new ArgumentException($"Numbers of type {typeof(T).Name} do not all fit {dtype}.");
            }

            if (IntegerElements.In(dtype))
            {
                IntegerElements.Read(values, dtype.ScalarType);
            }
        }

        Copy_(values);
    }

    /// <summary>A contiguous CPU tensor of the dtype with the same elements; always a new object.</summary>
    internal Tensor Plain(DType dtype)
    {
        if (Has(TensorFlags.Wrapped) && OutsideTransforms.Inside(this) is { } inside)
        {
            using (inside)
            {
                return inside.Plain(dtype);
            }
        }

        using var mode = Torch.NoGrad();
        using var outside = OutsideTransforms.Enter();
        using var resolvedConj = ResolveConj();
        using var resolved = resolvedConj.ResolveNeg();
        using var dense = resolved.Layout == Layout.Strided ? resolved.Detach() : resolved.ToDense();
        using var here = dense.To(LibTorch.Device.Cpu, dtype);
        return here.Contiguous();
    }

    private Scalar OnlyElement(bool byItem = false)
    {
        Tracing.WarnOfConversion("a .NET number");
        var item = TensorCalls.Item(this, out var complex);
        switch (item.Tag)
        {
            case Tag.Int:
                return item.Integer;
            case Tag.UInt:
                return unchecked((ulong)item.Integer);
            case Tag.Double:
                return item.Real;
            case Tag.Bool:
                return item.Integer != 0;
            case Tag.Complex:
                return complex;
        }

        var elements = Numel;
        if (elements != 1)
        {
            // From libtorch 2.0 on, Python's item() leaves this check to libtorch. Before 2.0, and in all versions for float(x), Python
            // itself checks the number of elements first.
            throw byItem && LibraryCalls.IsAtLeast(2, 0)
                ? new TorchException($"a Tensor with {elements} elements cannot be converted to Scalar")
                : new TorchValueException("only one element tensors can be converted to Python scalars");
        }

        // This operator also reads sparse and quantized tensors, and throws its own message inside a transform such as vmap.
        using var call = new CallFrame(_itemOperator ??= Operator.Resolve("aten::item"), 1);
        call.Add(this);
        call.Invoke();
        var number = call.Scalar(0);

        // Before libtorch 2.0, Python's item() converts to the dtype's kind: an unspecified element of a sparse float tensor gives a float,
        // and a quantized element an int.
        return byItem && !LibraryCalls.IsAtLeast(2, 0) ? number.As(DType) : number;
    }

    private void Copy<T>(in TensorInfo info, DType dtype, Span<T> destination)
        where T : unmanaged
    {
        if (info.DType == (int)dtype.ScalarType && TensorCalls.TryCopy(this, info, destination))
        {
            return;
        }

        using var plain = Plain(dtype);
        TensorCalls.Elements<T>(plain).CopyTo(destination);
    }

    private static InvalidOperationException NotInPlace() =>
        new("Only a contiguous tensor in the host's memory can be read in place; use ToArray, or Contiguous and To first.");

    private static void RequireLength(int length, long elements)
    {
        if (length != elements)
        {
            throw new ArgumentException($"The tensor has {elements} elements, the span {length}.");
        }
    }

    private bool Truth()
    {
        if (Has(TensorFlags.Wrapped))
        {
            // Inside a transform such as vmap, libtorch throws its own message.
            return IsNonzero();
        }

        var elements = Numel;
        return elements switch
        {
            1 => OnlyElement().ToBoolean(),
            0 => throw new TorchException("Boolean value of Tensor with no values is ambiguous"),
            _ => throw new TorchException("Boolean value of Tensor with more than one value is ambiguous"),
        };
    }
}
