using System.Collections;

namespace LibTorch.NN;

/// <summary>Integers that a module was given, and whether as one number, which its text shows.</summary>
internal sealed class IntSetting : IReadOnlyList<long>
{
    private readonly long[] _values;
    private readonly bool _isOne;

    public IntSetting(IntList given)
    {
        _isOne = given.TryGetOne(out _);
        _values = given.Repeated(1);
    }

    public int Count => _values.Length;

    public IntList List => _isOne ? _values[0] : _values;

    public long this[int index] => _values[index];

    /// <summary>The first that was given.</summary>
    public static IntSetting Of(IntList given, IntList standard) => new(given.Or(standard));

    /// <summary>The same as a tuple, also of one.</summary>
    public static IntSetting TupleOf(IntList given, IntList standard) => new(given.Or(standard).Repeated(1));

    public override string ToString() => _isOne ? PythonText.Integer(_values[0]) : PythonText.Tuple(_values);

    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
