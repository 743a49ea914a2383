using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// One call of an operator: takes the arguments in order, keeps what they point to alive while
/// libtorch runs, and hands out the results. This is where raw pointers are touched.
/// </summary>
internal unsafe ref partial struct CallFrame
{
    private readonly Operator _operator;
    private readonly Arena _arena;
    private readonly Arena.Mark _mark;
    private readonly Value* _arguments;
    private readonly int _capacity;
    private Value* _results;
    private int _count;
    private int _depth;
    private readonly ScriptArguments? _script;

    private readonly string Callee => _script?.Method ?? _operator.FullName;

    /// <summary>The number of arguments that were added completely.</summary>
    public readonly int Count => _count;

    public CallFrame(Operator op, int capacity)
    {
        _operator = op;
        _arena = Arena.Current;
        _mark = _arena.Top;
        _capacity = capacity;
        _arguments = _arena.Allocate<Value>(capacity);
    }

    /// <summary>Releases the arguments, and the results that were not taken.</summary>
    public readonly void Dispose()
    {
        if (_results is not null)
        {
            for (var i = 0; i < _operator.ResultCount; i++)
            {
                if (_results[i].OwnsMemory)
                {
                    Native.ltf_value_release(_results + i);
                }
            }
        }

        _arena.Reset(_mark);
    }

    public void AddDefault() => Next(Tag.Default);

    public void AddNone() => Next(Tag.None);

    public void Add(Tensor value)
    {
        if (value is null)
        {
            throw new ArgumentNullException(null, $"{Callee} was given null for a tensor. {NullCheck.Hint}");
        }

        var pointer = (void*)_arena.Hold(value);
        Next(Tag.Tensor)->Pointer = pointer;
    }

    public void AddOptional(Tensor? value)
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

    public void Add(long value) => Next(Tag.Int)->Integer = value;

    public void Add(double value) => Next(Tag.Double)->Real = PythonNaN.Or(value);

    public void Add(bool value) => Next(Tag.Bool)->Integer = value ? 1 : 0;

    public void Add(long? value)
    {
        if (value is { } given)
        {
            Add(given);
        }
        else
        {
            AddNone();
        }
    }

    public void Add(double? value)
    {
        if (value is { } given)
        {
            Add(given);
        }
        else
        {
            AddNone();
        }
    }

    public void Add(bool? value)
    {
        if (value is { } given)
        {
            Add(given);
        }
        else
        {
            AddNone();
        }
    }

    public void Add(Complex value)
    {
        var parts = _arena.Allocate<double>(2);
        parts[0] = value.Real;
        parts[1] = value.Imaginary;
        Next(Tag.Complex)->Pointer = parts;
    }

    public void Add(Scalar value)
    {
        switch (value.Kind)
        {
            case ScalarKind.Int:
                Next(value.IntTag)->Integer = value.Bits;
                break;
            case ScalarKind.Float:
                Add(value.ToDouble());
                break;
            case ScalarKind.Bool:
                Add(value.ToBoolean());
                break;
            case ScalarKind.Complex:
                Add(value.ToComplex());
                break;
            default:
                AddDefault();
                break;
        }
    }

    /// <summary>A number; None for null or no number.</summary>
    public void AddOptional(Scalar? value)
    {
        if (value is { Kind: not ScalarKind.None } given)
        {
            Add(given);
        }
        else
        {
            AddNone();
        }
    }

    public void Add(string? value)
    {
        if (value is null)
        {
            AddNone();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        var bytes = _arena.Allocate<byte>(length);
        Encoding.UTF8.GetBytes(value, new Span<byte>(bytes, length));
        Commit(Tag.String, bytes, length);
    }

    public void Add(DType? value)
    {
        if (value is { } given)
        {
            ElementType.RequireHere(given.ScalarType);
        }

        AddEnumerated(Tag.DType, (int?)value?.ScalarType);
    }

    public void Add(Layout? value) => AddEnumerated(Tag.Layout, (int?)value);

    public void Add(MemoryFormat? value) => AddEnumerated(Tag.MemoryFormat, (int?)value);

    public void Add(QScheme value) => AddEnumerated(Tag.QScheme, (int)value);

    public void Add(Device? value)
    {
        if (value is { } given)
        {
            DeviceCheck.Require(given);
            Next(Tag.Device)->Integer = (uint)given.Type | ((long)given.Index << 32);
        }
        else
        {
            AddNone();
        }
    }

    // In libtorch these are plain ints that it does not check, so the tag tells the native side which enumeration each belongs to.
    private void AddEnumerated(Tag tag, int? value)
    {
        var next = Next(value is null ? Tag.None : tag);
        next->Integer = value.GetValueOrDefault();
    }

    /// <summary>
    /// Allocates the elements of a list. The list becomes an argument only at Commit, because an element may be refused before that.
    /// </summary>
    private readonly Span<T> Room<T>(int count)
        where T : unmanaged => new(_arena.Allocate<T>(count), count);

    private void Commit<T>(Tag tag, Span<T> elements)
        where T : unmanaged => Commit(tag, (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(elements)), elements.Length);

    private void Commit(Tag tag, void* elements, int count)
    {
        var next = Next(tag);
        next->Pointer = elements;
        next->Count = count;
    }

    private Value* Next(Tag tag)
    {
        if (_count == _capacity)
        {
            throw new InvalidOperationException($"{Callee} was given more arguments than it announced.");
        }

        var next = _arguments + _count++;
        *next = default;
        next->Tag = tag;
        return next;
    }
}
