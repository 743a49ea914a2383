using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Reads a file of cases, whose form python/packing.py tells.</summary>
internal sealed class CaseFile(string path) : IDisposable
{
    // In the order of packing.py's.
    private static readonly DType[] DTypes =
    [
        DType.UInt8, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.Float16, DType.Float32, DType.Float64,
        DType.Complex32, DType.Complex64, DType.Complex128, DType.Bool, DType.BFloat16,
    ];

    private readonly BinaryReader _reader = new(File.OpenRead(path), Encoding.UTF8);

    /// <summary>How many calls could not be recorded, by reason; there once all cases were read.</summary>
    public Dictionary<string, long> LeftOut { get; } = [];

    /// <exception cref="EndOfStreamException">The file was not written to its end.</exception>
    public IEnumerable<Case> Cases()
    {
        while (true)
        {
            _reader.ReadInt64();
            var name = (string)Value()!;
            if (name == "end")
            {
                foreach (var (reason, count) in List().Zip(List()))
                {
                    LeftOut[(string)reason!] = (long)count!;
                }

                yield break;
            }

            yield return new Case(name, (long)Value()!, List(), List(), List(), List());
        }
    }

    public void Dispose() => _reader.Dispose();

    private object?[] List() => (object?[])Value()!;

    private object? Value()
    {
        var kind = (char)_reader.ReadByte();
        return kind switch
        {
            'N' => null,
            'B' => _reader.ReadByte() != 0,
            'I' => _reader.ReadInt64(),
            'D' => _reader.ReadDouble(),
            'C' => new Complex(_reader.ReadDouble(), _reader.ReadDouble()),
            'S' => Text(),
            'V' => Device.Parse(Text()),
            'Y' => DTypes[(int)_reader.ReadInt64()],
            'M' => (MemoryFormat)_reader.ReadInt64(),
            'O' => (Layout)_reader.ReadInt64(),
            'L' => Items(),
            'T' => new PackedTensor(DTypes[_reader.ReadByte()], _reader.ReadByte() != 0, _reader.ReadByte() != 0, Numbers(), Numbers(), Bytes()),
            _ => throw new InvalidDataException($"{path} has a value of kind '{kind}'."),
        };
    }

    private object?[] Items()
    {
        var items = new object?[_reader.ReadInt64()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value();
        }

        return items;
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private long[] Numbers() => MemoryMarshal.Cast<byte, long>(Bytes()).ToArray();

    private byte[] Bytes()
    {
        var bytes = new byte[checked((int)_reader.ReadInt64())];
        _reader.BaseStream.ReadExactly(bytes);
        return bytes;
    }
}
