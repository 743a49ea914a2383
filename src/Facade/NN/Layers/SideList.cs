using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>The sides that a result is to have: one number for all, or several, of which null stands for the input's own: <c>[3, null]</c>.</summary>
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

    /// <summary>The same for all sides.</summary>
    public static implicit operator SideList(int value) => new(new long?[] { value }, isOne: true);

    /// <summary>The same for all sides.</summary>
    public static implicit operator SideList(long value) => new(new long?[] { value }, isOne: true);

    /// <summary>One for each side.</summary>
    public static implicit operator SideList(long[] values) => new(Array.ConvertAll(values, value => (long?)value), isOne: false);

    /// <summary>One for each side, null for the input's own.</summary>
    public static implicit operator SideList(long?[] values) => new(values, isOne: false);

    /// <summary>One for each side, as a collection expression gives them.</summary>
    public static SideList Create(ReadOnlySpan<long?> values) => new(values, isOne: false);

    /// <summary>Goes through the sides.</summary>
    public ReadOnlySpan<long?>.Enumerator GetEnumerator() => _sides.GetEnumerator();

    internal long?[] ToArray() => _sides.ToArray();
}
