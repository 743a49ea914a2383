using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Reads values that each begin with a letter for their kind.</summary>
internal abstract class PackedValues(Stream stream) : IDisposable
{
    protected BinaryReader Reader { get; } = new(stream, Encoding.UTF8);

    public void Dispose() => Reader.Dispose();

    /// <summary>Reads a value of a kind that only some files have.</summary>
    /// <exception cref="InvalidDataException">There is no such kind.</exception>
    protected abstract object? Other(char kind);

    /// <summary>
    /// Reads a value: null, bool, long, double, Complex, string, Device, an array of these, or a result of <see cref="Other"/>.
    /// </summary>
    protected object? Value()
    {
        var kind = (char)Reader.ReadByte();
        return kind switch
        {
            'N' => null,
            'B' => Reader.ReadByte() != 0,
            'I' => Reader.ReadInt64(),
            'D' => Reader.ReadDouble(),
            'C' => new Complex(Reader.ReadDouble(), Reader.ReadDouble()),
            'S' => Text(),
            'V' => Device.Parse(Text()),
            'L' => Items(),
            _ => Other(kind),
        };
    }

    protected string Text() => Encoding.UTF8.GetString(Bytes());

    protected long[] Numbers() => MemoryMarshal.Cast<byte, long>(Bytes()).ToArray();

    protected byte[] Bytes()
    {
        // A new array even if it is empty: its identity tells whether storages are shared.
        var bytes = new byte[checked((int)Reader.ReadInt64())];
        Reader.BaseStream.ReadExactly(bytes);
        return bytes;
    }

    private object?[] Items()
    {
        var items = new object?[Reader.ReadInt32()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value();
        }

        return items;
    }
}
