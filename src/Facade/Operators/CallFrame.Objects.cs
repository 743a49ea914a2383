using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Arguments whose types are known only at run time.</summary>
internal unsafe ref partial struct CallFrame
{
    // No schema nests lists deeper than this.
    private const int MaxDepth = 4;

    /// <summary>Adds any object that can be converted to an operator's argument.</summary>
    /// <exception cref="ArgumentException">The object's type has no counterpart in a schema.</exception>
    public void AddObject(object? value)
    {
        switch (value)
        {
            case null:
                AddNone();
                break;
            case Tensor tensor:
                Add(tensor);
                break;
            case bool flag:
                Add(flag);
                break;
            case float or double or Half:
                Add(Convert.ToDouble(value is Half half ? (double)half : value, null));
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                Add(Convert.ToInt64(value, null));
                break;
            case nint whole:
                Add(whole);
                break;
            case ulong or nuint:
                Add((Scalar)(value is nuint native ? native : (ulong)value!));
                break;
            case Complex complex:
                Add(complex);
                break;
            case Scalar scalar:
                Add(scalar);
                break;
            case string text:
                Add(text);
                break;
            case DType dtype:
                Add(dtype);
                break;
            case ScriptObject other:
                Add(other);
                break;
            case Generator generator:
                AddOptional(generator);
                break;
            case Device device:
                Add(device);
                break;
            case QScheme scheme:
                Add(scheme);
                break;
            case Layout layout:
                Add(layout);
                break;
            case MemoryFormat format:
                Add(format);
                break;
            case IEnumerable or ITuple when _script is not null:
                AddCollection(value);
                break;
            // A list that contains itself must not end in a stack overflow.
            case IEnumerable items when _depth < MaxDepth:
                AddItems([.. items.Cast<object?>()]);
                break;
            default:
                throw new ArgumentException($"{Callee}: an argument of type {value.GetType()} cannot be passed to libtorch.");
        }
    }

    public void Add(ScriptObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var pointer = (void*)_arena.Hold(value);
        Next(Tag.Object)->Pointer = pointer;
    }

    public void AddOptional(ScriptObject? value)
    {
        if (value is null)
        {
            AddNone();
        }
        else
        {
            Add(value);
        }
    }

    public void Add(ReadOnlySpan<ScriptObject> values)
    {
        var inner = Elements(values.Length);
        foreach (var value in values)
        {
            inner.Add(value);
        }

        Commit(inner);
    }

    private void AddItems(object?[] items)
    {
        var inner = Elements(items.Length);
        foreach (var item in items)
        {
            inner.AddObject(item);
        }

        Commit(inner);
    }

    private CallFrame(Operator op, ScriptArguments? script, Arena arena, Arena.Mark mark, Value* arguments, int capacity)
    {
        _operator = op;
        _script = script;
        _arena = arena;
        _mark = mark;
        _arguments = arguments;
        _capacity = capacity;
    }
}
