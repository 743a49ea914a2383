namespace LibTorch.GpuCheck.Operators;

/// <summary>Reads a file of cases; python/packing.py describes the format.</summary>
internal sealed class CaseFile(string path) : PackedValues(File.OpenRead(path))
{
    // In the same order as in packing.py.
    private static readonly DType[] DTypes =
    [
        DType.UInt8, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.Float16, DType.Float32, DType.Float64,
        DType.Complex32, DType.Complex64, DType.Complex128, DType.Bool, DType.BFloat16,
    ];

    /// <summary>The number of calls that could not be recorded, by reason; available after all cases were read.</summary>
    public Dictionary<string, long> LeftOut { get; } = [];

    /// <exception cref="EndOfStreamException">The file is incomplete.</exception>
    public IEnumerable<Case> Cases()
    {
        while (true)
        {
            Reader.ReadInt64();
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

    /// <inheritdoc/>
    protected override object? Other(char kind) => kind switch
    {
        'Y' => DTypes[(int)Reader.ReadInt64()],
        'M' => (MemoryFormat)Reader.ReadInt64(),
        'O' => (Layout)Reader.ReadInt64(),
        'T' => new PackedTensor(DTypes[Reader.ReadByte()], Reader.ReadByte() != 0, Reader.ReadByte() != 0, Numbers(), Numbers(), Bytes()),
        _ => throw new InvalidDataException($"{path} has a value of kind '{kind}'."),
    };

    private object?[] List() => (object?[])Value()!;
}
