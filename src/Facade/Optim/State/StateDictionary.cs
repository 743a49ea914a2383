using LibTorch.Files;

namespace LibTorch.Optim;

/// <summary>An ordered dictionary with Python's keys and values, as optimizers and schedulers give their state; its text is Python's.</summary>
/// <remarks>
/// Values are null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="Tensor"/>, an
/// <c>object?[]</c> where Python has a tuple, a <c>List&lt;object?&gt;</c> where it has a list, and dictionaries of them.
/// </remarks>
public sealed class StateDictionary : OrderedDictionary<string, object?>
{
    /// <summary>An empty one.</summary>
    public StateDictionary()
    {
    }

    /// <summary>One with these entries.</summary>
    public StateDictionary(IEnumerable<KeyValuePair<string, object?>> entries)
        : base(entries)
    {
    }

    /// <summary>The value of this key; integers and floating point numbers also as other types that hold them, a dictionary of tensors also as a <see cref="NN.StateDict"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public T Get<T>(string key) =>
        LoadedValue.TryAs<T>(this[key], out var value) ? value : throw new InvalidCastException($"The value of '{key}' is {LoadedValue.Kind(this[key])}, and no {typeof(T).Name}.");

    /// <summary>Python's text of the dictionary.</summary>
    public override string ToString() => PythonValue.Repr(this);
}
