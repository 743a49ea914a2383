using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>Integers for an argument such as dim or stride: one number, several, or <c>default</c> for the operator's own default.</summary>
[CollectionBuilder(typeof(IntList), nameof(Create))]
public readonly ref struct IntList
{
    private readonly ReadOnlySpan<long> _several;
    private readonly long _one;
    private readonly bool _single;

    private IntList(ReadOnlySpan<long> several)
    {
        _several = several;
        IsGiven = true;
    }

    private IntList(long one)
    {
        _one = one;
        _single = true;
        IsGiven = true;
    }

    /// <summary>How many integers there are.</summary>
    public int Count => _single ? 1 : _several.Length;

    internal bool IsGiven { get; }

    /// <summary>One integer.</summary>
    public static implicit operator IntList(int value) => new(value);

    /// <summary>One integer.</summary>
    public static implicit operator IntList(long value) => new(value);

    /// <summary>Several integers; null means not given.</summary>
    public static implicit operator IntList(long[]? values) => values is null ? default : new(values);

    /// <summary>Several integers.</summary>
    public static implicit operator IntList(ReadOnlySpan<long> values) => new(values);

    /// <summary>Several integers, of C#'s usual type.</summary>
    public static implicit operator IntList(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return new(wide.AsSpan());
    }

    /// <summary>Two integers, as Python writes them: <c>Torch.Zeros((2, 3))</c>.</summary>
    public static implicit operator IntList((long First, long Second) values) => new long[] { values.First, values.Second };

    /// <summary>Three integers, as Python writes them.</summary>
    public static implicit operator IntList((long First, long Second, long Third) values) => new long[] { values.First, values.Second, values.Third };

    /// <summary>Four integers, as Python writes them.</summary>
    public static implicit operator IntList((long First, long Second, long Third, long Fourth) values) =>
        new long[] { values.First, values.Second, values.Third, values.Fourth };

    /// <summary>The extents of a size.</summary>
    public static implicit operator IntList(Size size) => new(size);

    /// <summary>Several integers, from a collection expression.</summary>
    public static IntList Create(ReadOnlySpan<long> values) => new(values);

    /// <summary>Enumerates the integers.</summary>
    public ReadOnlySpan<long>.Enumerator GetEnumerator() => (_single ? new[] { _one } : _several).GetEnumerator();

    /// <summary>Gets the number if it was given as a single number and not as a list of one.</summary>
    internal bool TryGetOne(out long one)
    {
        one = _one;
        return _single;
    }

    /// <summary>These integers, or <paramref name="standard"/> if none were given.</summary>
    internal IntList Or(IntList standard) => IsGiven ? this : standard;

    /// <summary>The integers; a single number is repeated <paramref name="times"/> times, as Python's _pair and _triple do.</summary>
    internal long[] Repeated(int times)
    {
        if (!_single)
        {
            return _several.ToArray();
        }

        var copies = new long[times];
        Array.Fill(copies, _one);
        return copies;
    }

    internal void CopyTo(Span<long> room)
    {
        if (_single)
        {
            room[0] = _one;
        }
        else
        {
            _several.CopyTo(room);
        }
    }
}
