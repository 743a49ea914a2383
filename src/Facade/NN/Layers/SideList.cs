using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>Output sizes: one number for all dimensions, or several; null stands for the input's own extent: <c>[3, null]</c>.</summary>
[CollectionBuilder(typeof(SideList), nameof(Create))]
public readonly ref struct SideList
{
    private readonly ReadOnlySpan<long?> _sides;

    private SideList(ReadOnlySpan<long?> sides, bool isOne)
    {
        _sides = sides;
        IsOne = isOne;
    }

    internal bool IsOne { get; }

    /// <summary>The same size in all dimensions.</summary>
    public static implicit operator SideList(int value) => new(new long?[] { value }, isOne: true);

    /// <summary>The same size in all dimensions.</summary>
    public static implicit operator SideList(long value) => new(new long?[] { value }, isOne: true);

    /// <summary>A size for each dimension.</summary>
    public static implicit operator SideList(long[] values) => new(Array.ConvertAll(values, value => (long?)value), isOne: false);

    /// <summary>A size for each dimension, null for the input's own.</summary>
    public static implicit operator SideList(long?[] values) => new(values, isOne: false);

    /// <summary>The sizes of two dimensions, as Python writes them: <c>new AdaptiveAvgPool2d((2, 2))</c>.</summary>
    public static implicit operator SideList((long? First, long? Second) values) => new long?[] { values.First, values.Second };

    /// <summary>The sizes of three dimensions, as Python writes them.</summary>
    public static implicit operator SideList((long? First, long? Second, long? Third) values) => new long?[] { values.First, values.Second, values.Third };

    /// <summary>A size for each dimension, from a collection expression.</summary>
    public static SideList Create(ReadOnlySpan<long?> values) => new(values, isOne: false);

    /// <summary>Enumerates the sizes.</summary>
    public ReadOnlySpan<long?>.Enumerator GetEnumerator() => _sides.GetEnumerator();

    internal long?[] ToArray() => _sides.ToArray();
}
