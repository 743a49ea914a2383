using System.Collections;
using System.Runtime.CompilerServices;
using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

/// <summary>Calls of TorchScript methods, whose arguments and results may be nested collections.</summary>
internal unsafe ref partial struct CallFrame
{
    private CallFrame(ScriptArguments script, int capacity)
    {
        _operator = null!;
        _script = script;
        _arena = Arena.Current;
        _mark = _arena.Top;
        _capacity = capacity;
        _arguments = _arena.Allocate<Value>(capacity);
    }

    /// <summary>
    /// Calls a method of a module; <paramref name="names"/> are the names of the last arguments, which are keyword arguments.
    /// </summary>
    public static object? Script(IHandleOwner module, string method, IReadOnlyList<object?> arguments, IReadOnlyList<string> names)
    {
        var frame = new CallFrame(new ScriptArguments(method), arguments.Count);
        try
        {
            foreach (var argument in arguments)
            {
                frame.AddObject(argument);
            }

            var starts = frame._arena.Allocate<nint>(names.Count);
            for (var i = 0; i < names.Count; i++)
            {
                starts[i] = (nint)frame.Terminated(names[i]);
            }

            Value result;
            var status = Native.ltf_script_call(
                frame._arena.Hold(module), frame.Terminated(method), frame._arguments, frame._count, (byte**)starts, names.Count, &result);
            if (NativeError.Failed(status))
            {
                frame.FitArguments();
            }

            NativeError.Check(status);
            return Taken(&result);
        }
        finally
        {
            frame._arena.Reset(frame._mark);
        }
    }

    /// <summary>Hands the result of a traced function to native code.</summary>
    /// <exception cref="ArgumentException">The result has a part without a Python counterpart.</exception>
    public static void HandOver(nint receiver, object? result)
    {
        var frame = new CallFrame(new ScriptArguments("the traced function's result"), 1);
        try
        {
            frame.AddObject(result);
            NativeError.Check(Native.ltf_script_take_result(receiver, frame._arguments));
        }
        finally
        {
            frame._arena.Reset(frame._mark);
        }
    }

    /// <summary>The value of a module's attribute.</summary>
    public static object? ScriptMember(IHandleOwner module, int index)
    {
        using var lease = new Lease();
        Value value;
        NativeError.Check(Native.ltf_script_member_get(lease.Take(module), index, &value));
        return Taken(&value);
    }

    /// <summary>Sets the value of a module's attribute.</summary>
    public static void SetScriptMember(IHandleOwner module, int index, string name, object? value)
    {
        var frame = new CallFrame(new ScriptArguments(name), 1);
        try
        {
            frame.AddObject(value);
            NativeError.Check(Native.ltf_script_member_set(frame._arena.Hold(module), index, frame._arguments));
        }
        finally
        {
            frame._arena.Reset(frame._mark);
        }
    }

    /// <summary>The metadata of a compiled network, and how its arguments and results are nested.</summary>
    public static (object? Metadata, object? Call) DescribePackage(IHandleOwner package)
    {
        using var lease = new Lease();
        Value metadata, call;
        NativeError.Check(Native.ltf_package_describe(lease.Take(package), &metadata, &call));
        try
        {
            return (Nested(&metadata), Nested(&call));
        }
        finally
        {
            Native.ltf_value_release(&metadata);
            Native.ltf_value_release(&call);
        }
    }

    /// <summary>Runs a compiled network.</summary>
    public static Tensor[] RunPackage(IHandleOwner package, IReadOnlyList<Tensor> inputs)
    {
        using var lease = new Lease();
        Value results;
        NativeError.Check(Native.ltf_package_run(lease.Take(package), lease.Take([.. inputs]), inputs.Count, &results));
        return [.. ((List<object?>)Taken(&results)!).Cast<Tensor>()];
    }

    private void AddCollection(object collection)
    {
        _script!.Enter(collection);
        switch (collection)
        {
            case IDictionary dictionary:
                var entries = DictionaryEntries.Of(dictionary).SelectMany(entry => new[] { entry.Key, entry.Value }).ToArray();
                AddElements(entries, Tag.Dict);
                break;
            case NN.StateDict state:
                AddElements([.. state.SelectMany(entry => new object?[] { entry.Key, entry.Value })], Tag.Dict);
                break;
            case ITuple tuple:
                AddElements([.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])], Tag.Tuple);
                break;
            default:
                // An object[] is a tuple, as Torch.Load gives it. The exact type is compared, because every array of objects is also an
                // object?[].
                AddElements([.. ((IEnumerable)collection).Cast<object?>()], collection.GetType() == typeof(object[]) ? Tag.Tuple : Tag.List);
                break;
        }

        _script.Leave();
    }

    private void AddElements(object?[] elements, Tag tag)
    {
        var inner = Elements(elements.Length);
        foreach (var element in elements)
        {
            inner.AddObject(element);
        }

        Commit(tag, inner._arguments, inner._capacity);
    }

    private readonly byte* Terminated(string text)
    {
        var bytes = NativeText.Terminated(text);
        var room = _arena.Allocate<byte>(bytes.Length);
        bytes.CopyTo(new Span<byte>(room, bytes.Length));
        return room;
    }

    private static object? Taken(Value* value)
    {
        try
        {
            return Nested(value);
        }
        finally
        {
            Native.ltf_value_release(value);
        }
    }

    // The same .NET types in which Torch.Load gives Python's values.
    private static object? Nested(Value* value)
    {
        var elements = (Value*)value->Pointer;
        switch (value->Tag)
        {
            case Tag.List:
                return Enumerate(elements, value->Count).ToList();
            case Tag.Tuple:
                return Enumerate(elements, value->Count);
            case Tag.Dict:
                return Dictionary(Enumerate(elements, value->Count));
            default:
                return ObjectOf(value);
        }
    }

    private static object?[] Enumerate(Value* elements, int count)
    {
        var objects = new object?[count];
        for (var i = 0; i < count; i++)
        {
            objects[i] = Nested(elements + i);
        }

        return objects;
    }

    private static IDictionary Dictionary(object?[] entries)
    {
        var pairs = entries.Chunk(2).Select(entry => KeyValuePair.Create(entry[0]!, entry[1]));
        return entries.Where((_, i) => i % 2 == 0).All(key => key is string)
            ? new StateDictionary(pairs.Select(pair => KeyValuePair.Create((string)pair.Key, pair.Value)))
            : new OrderedDictionary<object, object?>(pairs);
    }
}
