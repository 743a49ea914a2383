using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Reads values of which each begins with a letter that says of what kind it is.</summary>
internal abstract class PackedValues(Stream stream) : IDisposable
{
    protected BinaryReader Reader { get; } = new(stream, Encoding.UTF8);

    public void Dispose() => Reader.Dispose();

    /// <summary>What a kind stands for that not every file has.</summary>
    /// <exception cref="InvalidDataException">There is no such kind.</exception>
    protected abstract object? Other(char kind);

    /// <summary>Null, bool, long, double, Complex, string, Device, an array of these, or what <see cref="Other"/> makes.</summary>
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
        // A new array also where it is empty: it may stand for a storage, which is shared or not.
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
