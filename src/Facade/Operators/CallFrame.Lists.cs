using LibTorch.Interop;

namespace LibTorch;

/// <summary>Arguments that are lists, and generators.</summary>
internal unsafe ref partial struct CallFrame
{
    private const string Dimname = "dimname::";

    public void Add(scoped IntList value)
    {
        if (!value.IsGiven)
        {
            AddDefault();
            return;
        }

        // libtorch repeats a single number as often as a schema such as int[2] says. A count of 1 says that it may also become a list of
        // one.
        if (value.TryGetOne(out var one))
        {
            var next = Next(Tag.Int);
            next->Integer = one;
            next->Count = 1;
            return;
        }

        var room = Room<long>(value.Count);
        value.CopyTo(room);
        Commit(Tag.IntList, room);
    }

    public void AddOptional(scoped IntList value)
    {
        if (value.IsGiven)
        {
            Add(value);
        }
        else
        {
            AddNone();
        }
    }

    public void AddOptional(Generator? value)
    {
        if (value is null)
        {
            AddNone();
            return;
        }

        var pointer = (void*)_arena.Hold(value);
        Next(Tag.Generator)->Pointer = pointer;
    }

    public void Add(scoped ReadOnlySpan<long> values) => Add(Tag.IntList, values);

    public void Add(scoped ReadOnlySpan<double> values) => Add(Tag.DoubleList, values);

    public void Add(scoped ReadOnlySpan<bool> values)
    {
        var room = Room<byte>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            room[i] = values[i] ? (byte)1 : (byte)0;
        }

        Commit(Tag.BoolList, room);
    }

    /// <summary>A list of tensors; null stands for an absent tensor.</summary>
    public void Add(scoped ReadOnlySpan<Tensor?> values)
    {
        var room = Room<nint>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            room[i] = values[i] is { } tensor ? _arena.Hold(tensor) : 0;
        }

        Commit(Tag.TensorList, room);
    }

    /// <summary>A list of numbers; None if it is empty.</summary>
    public void AddOptional(scoped ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            AddNone();
        }
        else
        {
            Add(values);
        }
    }

    public void Add(scoped ReadOnlySpan<Scalar> values)
    {
        var inner = Elements(values.Length);
        foreach (var value in values)
        {
            inner.Add(value);
        }

        Commit(inner);
    }

    public void Add(scoped ReadOnlySpan<string> values)
    {
        var inner = Elements(values.Length);
        foreach (var value in values)
        {
            inner.Add(value);
        }

        Commit(inner);
    }

    /// <summary>A list of strings; None if it is empty.</summary>
    public void AddOptional(scoped ReadOnlySpan<string> values)
    {
        if (values.IsEmpty)
        {
            AddNone();
        }
        else
        {
            Add(values);
        }
    }

    /// <summary>The name of a dimension, which libtorch does not treat as an ordinary string.</summary>
    public void AddDimname(string value) => Add(value is null ? null : Dimname + value);

    public void AddDimname(scoped ReadOnlySpan<string> values)
    {
        if (values.IsEmpty)
        {
            AddNone();
            return;
        }

        var inner = Elements(values.Length);
        foreach (var value in values)
        {
            inner.AddDimname(value);
        }

        Commit(inner);
    }

    private void Add<T>(Tag tag, scoped ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var room = Room<T>(values.Length);
        values.CopyTo(room);
        Commit(tag, room);
    }

    // A frame for the elements of a list: they are written like arguments, and the list then becomes one argument.
    private readonly CallFrame Elements(int count) =>
        new(_operator, _script, _arena, _mark, _arena.Allocate<Value>(count), count) { _depth = _depth + 1 };

    private void Commit(in CallFrame elements) => Commit(Tag.List, elements._arguments, elements._capacity);
}
