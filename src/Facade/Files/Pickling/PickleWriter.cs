using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LibTorch.Files.Pickling;

/// <summary>Writes the opcodes of a protocol 2 pickle as Python's own pickler does, and keeps the memo of written objects.</summary>
internal sealed class PickleWriter
{
    private const int LargestShortLong = 255;
    private const int MaxPythonLong = 1 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);

    // The memo numbers of written objects. _objects is for objects that both here and in Python are compared by reference. _values is for
    // what is a single object in Python, but a value without identity here, such as a global or a one-letter string.
    private readonly Dictionary<object, int> _objects = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _values = [];
    private int _memoized;

    public PickleWriter() => Write([Opcode.Proto, 2]);

    /// <summary>The bytes written so far.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Operation(byte operation) => Write([operation]);

    public void Boolean(bool value) => Operation(value ? Opcode.NewTrue : Opcode.NewFalse);

    public void Integer(BigInteger value)
    {
        if (value >= int.MinValue && value <= int.MaxValue)
        {
            Integer((int)value);
            return;
        }

        var bytes = value.ToByteArray();
        if (bytes.Length > MaxPythonLong)
        {
            throw new ArgumentException($"An integer of {bytes.Length} bytes cannot be saved.");
        }

        if (bytes.Length <= LargestShortLong)
        {
            Write([Opcode.Long1, (byte)bytes.Length]);
        }
        else
        {
            WithInt32(Opcode.Long4, bytes.Length);
        }

        Write(bytes);
    }

    public void Float(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = Opcode.BinFloat;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        Write(bytes);
    }

    /// <summary>Writes a string, or a reference to it if the same string object was written before.</summary>
    public void SharedText(string value)
    {
        if (!Get(value))
        {
            Text(value);
            Put(value);
        }
    }

    /// <summary>Writes a tuple of integers to which nothing else refers.</summary>
    public void Integers(ReadOnlySpan<long> values)
    {
        if (values.Length == 0)
        {
            Operation(Opcode.EmptyTuple);
            return;
        }

        if (values.Length > 3)
        {
            Operation(Opcode.Mark);
        }

        foreach (var value in values)
        {
            Integer(value);
        }

        EndTuple(values.Length);
        Put();
    }

    /// <summary>Writes a new, empty OrderedDict.</summary>
    public void OrderedDict()
    {
        Global("collections", "OrderedDict");
        Operation(Opcode.EmptyTuple);
        Operation(Opcode.Reduce);
    }

    /// <summary>Writes a new torch.Size.</summary>
    public void Size(ReadOnlySpan<long> extents)
    {
        Global("torch", "Size");
        Integers(extents);
        EndCall(1);
    }

    /// <summary>
    /// Ends a call. The function and then <paramref name="count"/> arguments were written before; more than three need a mark before the
    /// first.
    /// </summary>
    public void EndCall(int count)
    {
        EndTuple(count);
        Put();
        Operation(Opcode.Reduce);
    }

    /// <summary>Writes a string, even if it was written before.</summary>
    public void Text(string value)
    {
        WithInt32(Opcode.BinUnicode, Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
    }

    /// <summary>Writes a class, function or constant by its name.</summary>
    public void Global(string module, string name)
    {
        var whole = (module, name);
        if (GetValue(whole))
        {
            return;
        }

        Operation(Opcode.Global);
        Encoding.UTF8.GetBytes($"{module}\n{name}\n", _bytes);
        PutValue(whole);
    }

    /// <summary>Writes a reference to the object and returns true, if it was written before.</summary>
    public bool Get(object written) => Get(_objects, written);

    /// <summary>Whether this object was written before.</summary>
    public bool Contains(object written) => _objects.ContainsKey(written);

    /// <summary>Writes a reference to an equal value and returns true, if one was written before.</summary>
    public bool GetValue(object written) => Get(_values, written);

    /// <summary>Memoizes the last written value as this object.</summary>
    public void Put(object written)
    {
        _objects[written] = _memoized;
        Put();
    }

    /// <summary>Memoizes the last written value under this value; later equal values can refer to it.</summary>
    public void PutValue(object written)
    {
        _values[written] = _memoized;
        Put();
    }

    /// <summary>
    /// Memoizes an object to which nothing else refers. Python memoizes it too, and the numbers must stay the same as Python's.
    /// </summary>
    public void Put()
    {
        if (_memoized <= byte.MaxValue)
        {
            Write([Opcode.BinPut, (byte)_memoized]);
        }
        else
        {
            WithInt32(Opcode.LongBinPut, _memoized);
        }

        _memoized++;
    }

    /// <summary>Ends a tuple of the last <paramref name="count"/> values; more than three need a mark before the first.</summary>
    public void EndTuple(int count) => Operation(count switch
    {
        1 => Opcode.Tuple1,
        2 => Opcode.Tuple2,
        3 => Opcode.Tuple3,
        _ => Opcode.Tuple,
    });

    private void Integer(int value)
    {
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                Write([Opcode.BinInt1, (byte)value]);
                break;
            case >= 0 and <= ushort.MaxValue:
                Write([Opcode.BinInt2, (byte)value, (byte)(value >> 8)]);
                break;
            default:
                WithInt32(Opcode.BinInt, value);
                break;
        }
    }

    private bool Get(Dictionary<object, int> memo, object written)
    {
        if (!memo.TryGetValue(written, out var place))
        {
            return false;
        }

        if (place <= byte.MaxValue)
        {
            Write([Opcode.BinGet, (byte)place]);
        }
        else
        {
            WithInt32(Opcode.LongBinGet, place);
        }

        return true;
    }

    private void WithInt32(byte operation, int number)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = operation;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], number);
        Write(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
