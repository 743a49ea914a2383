using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>Numbers for an argument such as scale_factor: one number, several, or <c>default</c> for not given.</summary>
[CollectionBuilder(typeof(FloatList), nameof(Create))]
public readonly ref struct FloatList
{
    private readonly ReadOnlySpan<double> _several;
    private readonly double _one;

    private FloatList(ReadOnlySpan<double> several)
    {
        _several = several;
        IsGiven = true;
    }

    private FloatList(double one)
    {
        _one = one;
        IsOne = true;
        IsGiven = true;
    }

    /// <summary>How many numbers there are.</summary>
    public int Count => IsOne ? 1 : _several.Length;

    internal bool IsGiven { get; }

    /// <summary>Whether it was given as one number and not as a list.</summary>
    internal bool IsOne { get; }

    /// <summary>One number.</summary>
    public static implicit operator FloatList(double value) => new(value);

    /// <summary>Several numbers; null means not given.</summary>
    public static implicit operator FloatList(double[]? values) => values is null ? default : new(values);

    /// <summary>Several numbers.</summary>
    public static implicit operator FloatList(ReadOnlySpan<double> values) => new(values);

    /// <summary>Two numbers, as Python writes them: <c>scaleFactor: (2.0, 1.0)</c>.</summary>
    public static implicit operator FloatList((double First, double Second) values) => new double[] { values.First, values.Second };

    /// <summary>Three numbers, as Python writes them.</summary>
    public static implicit operator FloatList((double First, double Second, double Third) values) => new double[] { values.First, values.Second, values.Third };

    /// <summary>Several numbers, from a collection expression.</summary>
    public static FloatList Create(ReadOnlySpan<double> values) => new(values);

    /// <summary>Enumerates the numbers.</summary>
    public ReadOnlySpan<double>.Enumerator GetEnumerator() => (IsOne ? new[] { _one } : _several).GetEnumerator();

    /// <summary>The numbers; a single number is repeated <paramref name="times"/> times.</summary>
    internal double[] Repeated(int times)
    {
        if (!IsOne)
        {
            return _several.ToArray();
        }

        var copies = new double[times];
        Array.Fill(copies, _one);
        return copies;
    }
}
