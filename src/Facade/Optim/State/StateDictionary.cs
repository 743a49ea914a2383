using LibTorch.Files;

namespace LibTorch.Optim;

/// <summary>
/// An ordered dictionary with Python's keys and values, for the states of optimizers and schedulers. ToString gives the text that Python
/// prints.
/// </summary>
/// <remarks>
/// Values are null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="Tensor"/>, an
/// <c>object?[]</c> for Python's tuple, a <c>List&lt;object?&gt;</c> for Python's list, and dictionaries of them.
/// </remarks>
public sealed class StateDictionary : OrderedDictionary<string, object?>
{
    /// <summary>Creates an empty dictionary.</summary>
    public StateDictionary()
    {
    }

    /// <summary>Creates a dictionary with these entries.</summary>
    public StateDictionary(IEnumerable<KeyValuePair<string, object?>> entries)
        : base(entries)
    {
    }

    /// <summary>
    /// The value of this key as a <typeparamref name="T"/>. Numbers convert to other number types that can hold them, and a dictionary of
    /// tensors converts to a <see cref="NN.StateDict"/>.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidCastException">The value has another type.</exception>
    public T Get<T>(string key) =>
        LoadedValue.TryAs<T>(this[key], out var value) ? value : throw new InvalidCastException($"The value of '{key}' is {LoadedValue.Kind(this[key])}, and no {typeof(T).Name}.");

    /// <summary>The dictionary as Python prints it.</summary>
    public override string ToString() => PythonValue.Repr(this);
}
