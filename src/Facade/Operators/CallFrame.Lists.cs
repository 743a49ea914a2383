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

        // One number alone is repeated as often as the schema's int[2] says; the count says that it may be a list of one too.
        if (value.TryGetOne(out var one))
        {
            var next = Next(Tag.Int);
            next->Integer = one;
            next->Count = 1;
            return;
        }

        var room = List<long>(Tag.IntList, value.Count);
        value.CopyTo(room);
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

    public void Add(scoped ReadOnlySpan<long> values) => values.CopyTo(List<long>(Tag.IntList, values.Length));

    public void Add(scoped ReadOnlySpan<double> values) => values.CopyTo(List<double>(Tag.DoubleList, values.Length));

    public void Add(scoped ReadOnlySpan<bool> values)
    {
        var room = List<byte>(Tag.BoolList, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            room[i] = values[i] ? (byte)1 : (byte)0;
        }
    }

    /// <summary>A list of tensors; null stands for an absent one.</summary>
    public void Add(scoped ReadOnlySpan<Tensor?> values)
    {
        var room = List<nint>(Tag.TensorList, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            room[i] = values[i] is { } tensor ? _arena.Hold(tensor) : 0;
        }
    }

    /// <summary>Numbers, or None where there are none.</summary>
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
    }

    public void Add(scoped ReadOnlySpan<string> values)
    {
        var inner = Elements(values.Length);
        foreach (var value in values)
        {
            inner.Add(value);
        }
    }

    /// <summary>Texts, or None where there are none.</summary>
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

    /// <summary>The name of a dimension, which libtorch keeps apart from other texts.</summary>
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
    }

    // A list argument whose elements are then written like arguments of their own.
    private CallFrame Elements(int count)
    {
        var elements = _arena.Allocate<Value>(count);
        var next = Next(Tag.List);
        next->Pointer = elements;
        next->Count = count;
        return new CallFrame(_operator, _arena, _mark, elements, count) { _depth = _depth + 1 };
    }
}
