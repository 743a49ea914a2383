namespace LibTorch.NN;

/// <summary>A convolution's padding: a number, one for each dimension, <c>"same"</c> or <c>"valid"</c>.</summary>
public readonly ref struct Padding
{
    private readonly IntList _extents;

    private Padding(IntList extents, string? name)
    {
        _extents = extents;
        Name = name;
    }

    internal string? Name { get; }

    /// <summary>The same padding in all dimensions.</summary>
    public static implicit operator Padding(int value) => new(value, null);

    /// <summary>The same padding in all dimensions.</summary>
    public static implicit operator Padding(long value) => new(value, null);

    /// <summary>The padding of each dimension.</summary>
    public static implicit operator Padding(long[] values) => new(values, null);

    /// <summary>The padding of each dimension.</summary>
    public static implicit operator Padding(IntList values) => new(values, null);

    /// <summary>The padding of two dimensions, as Python writes it: <c>padding: (1, 0)</c>.</summary>
    public static implicit operator Padding((long First, long Second) values) => new(values, null);

    /// <summary>The padding of three dimensions, as Python writes it.</summary>
    public static implicit operator Padding((long First, long Second, long Third) values) => new(values, null);

    /// <summary><c>"same"</c> for an output as large as the input, or <c>"valid"</c> for no padding.</summary>
    public static implicit operator Padding(string name) => new(default, name);

    internal long[] Extents(int dimensions) => _extents.Or(0).Repeated(dimensions);
}
