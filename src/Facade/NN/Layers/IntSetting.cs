using System.Collections;

namespace LibTorch.NN;

/// <summary>Integers that a module was given. Whether they were a single number or a list shows in the module's text.</summary>
internal sealed class IntSetting : IReadOnlyList<long>
{
    private readonly long[] _values;

    private IntSetting(long[] values, bool isOne) => (_values, IsOne) = (values, isOne);

    /// <summary>Whether it was given as a single number and not as a list.</summary>
    public bool IsOne { get; }

    public int Count => _values.Length;

    private IntList List => IsOne ? _values[0] : _values;

    public long this[int index] => _values[index];

    /// <summary>As given.</summary>
    public static IntSetting Of(IntList given) => new(given.Repeated(1), given.TryGetOne(out _));

    /// <summary>As given, or null for none.</summary>
    public static IntSetting? OrNull(IntList given) => given.IsGiven ? Of(given) : null;

    /// <summary>A tuple of <paramref name="count"/> integers; a single number is repeated.</summary>
    public static IntSetting TupleOf(IntList given, int count) => new(given.Repeated(count), isOne: false);

    /// <summary>As an argument.</summary>
    public static IntList ListOf(IReadOnlyList<long>? setting) => setting is IntSetting given ? given.List : default;

    public override string ToString() => IsOne ? PythonText.Integer(_values[0]) : PythonText.Tuple(_values);

    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
