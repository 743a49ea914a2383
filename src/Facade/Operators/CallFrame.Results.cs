using System.Numerics;
using System.Text;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Runs the call and reads its results.</summary>
internal unsafe ref partial struct CallFrame
{
    /// <summary>Runs the operator with the arguments so far.</summary>
    public void Invoke()
    {
        var results = _arena.Allocate<Value>(_operator.ResultCount);
        var status = _operator.Entry.Call(_operator.Pointer, _arguments, _count, results);
        if (NativeError.IsOutOfMemory(status) && !_operator.Writes)
        {
            // Retried once after a collection. An operator that writes may have written already, so it is not run again. A device's
            // allocator has already released its cached memory.
            MemoryPressure.Collect();
            status = _operator.Entry.Call(_operator.Pointer, _arguments, _count, results);
        }

        if (NativeError.Failed(status) && _operator.Writes)
        {
            FitArguments();
        }

        NativeError.Check(status);
        _results = results;
    }

    // Resizing sets a tensor's new shape before it allocates the memory. If that fails, reading the tensor would go beyond its storage, so
    // the shapes are made to fit again.
    private readonly void FitArguments()
    {
        foreach (var argument in new ReadOnlySpan<Value>(_arguments, _count))
        {
            var tensors = argument.Tag switch
            {
                Tag.Tensor => [(nint)argument.Pointer],
                Tag.TensorList => new ReadOnlySpan<nint>(argument.Pointer, argument.Count),
                _ => [],
            };
            foreach (var tensor in tensors)
            {
                if (tensor != 0)
                {
                    Native.ltf_tensor_fit(tensor);
                }
            }
        }
    }

    /// <summary>Runs the operator; its one result is a tensor.</summary>
    public Tensor InvokeTensor()
    {
        Invoke();
        return Tensor(0);
    }

    /// <summary>Result <paramref name="i"/>: a new tensor, or the very argument that the operator wrote to.</summary>
    public readonly Tensor Tensor(int i) => OptionalTensor(i) ?? throw new TorchException($"{_operator.FullName} returned an undefined tensor.");

    public readonly Tensor? OptionalTensor(int i) => TakeTensor(_results + i);

    public readonly long Int(int i) => _results[i].Integer;

    public readonly double Double(int i) => _results[i].Real;

    public readonly bool Bool(int i) => _results[i].Integer != 0;

    public readonly DType DType(int i) => LibTorch.DType.Of((int)_results[i].Integer);

    public readonly QScheme QScheme(int i) => (QScheme)_results[i].Integer;

    public readonly ScriptObject ScriptObject(int i) => TakeObject(_results + i);

    public readonly Scalar Scalar(int i) => _results[i].Tag switch
    {
        Tag.Int => _results[i].Integer,
        Tag.UInt => unchecked((ulong)_results[i].Integer),
        Tag.Bool => _results[i].Integer != 0,
        Tag.Complex => ComplexOf(_results[i]),
        _ => _results[i].Real,
    };

    public readonly Tensor[] Tensors(int i)
    {
        var elements = (Value*)_results[i].Pointer;
        var tensors = new Tensor[_results[i].Count];
        for (var j = 0; j < tensors.Length; j++)
        {
            tensors[j] = TakeTensor(elements + j)!;
        }

        return tensors;
    }

    /// <summary>Result <paramref name="i"/> as an object of the matching type, whatever the result is.</summary>
    public readonly object? Object(int i) => _results[i].Tag == Tag.Argument ? OptionalTensor(i) : ObjectOf(_results + i);

    private static Complex ComplexOf(in Value value) => new(((double*)value.Pointer)[0], ((double*)value.Pointer)[1]);

    private static object? ObjectOf(Value* value)
    {
        var count = value->Count;
        switch (value->Tag)
        {
            case Tag.Tensor:
                return LibTorch.Tensor.Own(Owned(value));
            case Tag.Int:
                return value->Integer;
            case Tag.UInt:
                return unchecked((ulong)value->Integer);
            case Tag.Double:
                return value->Real;
            case Tag.Bool:
                return value->Integer != 0;
            case Tag.Complex:
                return ComplexOf(*value);
            case Tag.String:
                return Encoding.UTF8.GetString((byte*)value->Pointer, count);
            case Tag.Device:
                return new Device((DeviceType)(int)value->Integer, (int)(value->Integer >> 32));
            case Tag.IntList:
                return new ReadOnlySpan<long>(value->Pointer, count).ToArray();
            case Tag.DoubleList:
                return new ReadOnlySpan<double>(value->Pointer, count).ToArray();
            case Tag.BoolList:
                return Array.ConvertAll(new ReadOnlySpan<byte>(value->Pointer, count).ToArray(), b => b != 0);
            case Tag.List:
                return ObjectsOf((Value*)value->Pointer, count);
            case Tag.Object:
                return TakeObject(value);
            default:
                return null;
        }
    }

    // A list that holds only tensors becomes a Tensor[], any other an object?[].
    private static object?[] ObjectsOf(Value* elements, int count)
    {
        var objects = new object?[count];
        for (var i = 0; i < count; i++)
        {
            objects[i] = ObjectOf(elements + i);
        }

        return count > 0 && Array.TrueForAll(objects, o => o is Tensor) ? Array.ConvertAll(objects, o => (Tensor)o!) : objects;
    }

    private static ScriptObject TakeObject(Value* value)
    {
        var taken = new ObjectHandle((nint)value->Pointer);
        value->Tag = Tag.None;
        return LibTorch.ScriptObject.Own(taken, (ObjectKind)value->Count);
    }

    // Takes over the result's reference, so that Dispose does not release it.
    private readonly Tensor? TakeTensor(Value* value)
    {
        if (value->Tag == Tag.Argument)
        {
            return (Tensor)_arena.Held(_mark, (nint)_arguments[value->Integer].Pointer);
        }

        var pointer = (nint)value->Pointer;
        value->Tag = Tag.None;
        return LibTorch.Tensor.Own(TensorHandle.Own(pointer, _arena.Tensors));
    }

    private static TensorHandle? Owned(Value* value)
    {
        var pointer = (nint)value->Pointer;
        value->Tag = Tag.None;
        return TensorHandle.Own(pointer);
    }
}
