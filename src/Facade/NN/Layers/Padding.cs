namespace LibTorch.NN;

/// <summary>What a convolution adds at the ends of its input: a number, one for each side, <c>"same"</c> or <c>"valid"</c>.</summary>
public readonly ref struct Padding
{
    private readonly IntList _extents;

    private Padding(IntList extents, string? name)
    {
        _extents = extents;
        Name = name;
    }

    internal string? Name { get; }

    /// <summary>The same at all sides.</summary>
    public static implicit operator Padding(int value) => new(value, null);

    /// <summary>The same at all sides.</summary>
    public static implicit operator Padding(long value) => new(value, null);

    /// <summary>One for each side.</summary>
    public static implicit operator Padding(long[] values) => new(values, null);

    /// <summary>One for each side.</summary>
    public static implicit operator Padding(IntList values) => new(values, null);

    /// <summary><c>"same"</c>, so that the output is as large as the input, or <c>"valid"</c>, nothing.</summary>
    public static implicit operator Padding(string name) => new(default, name);

    internal long[] Extents(int dimensions) => _extents.Or(0).Repeated(dimensions);
}
