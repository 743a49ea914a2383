using System.Collections;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>A pair of values (tensors, numbers, bools or nulls) to compare, found inside the two given objects.</summary>
internal abstract class ComparedPair(ComparedPlace place)
{
    /// <summary>Where in the given objects the pair was found.</summary>
    public ComparedPlace Place => place;

    /// <summary>The description of the mismatch, in PyTorch's words; null if the values match.</summary>
    public abstract string? Mismatch();

    /// <summary>Compares the structure of two objects, and lists the pairs of values inside them.</summary>
    /// <exception cref="TorchAssertionException">Lists differ in length or dictionaries in keys.</exception>
    /// <exception cref="TorchValueException">Only one tolerance is given, or a layout cannot be compared.</exception>
    /// <exception cref="TorchTypeException">The types differ, or cannot be compared.</exception>
    public static List<ComparedPair> All(object? actual, object? expected, CloseOptions options)
    {
        List<ComparedPair> pairs = [];
        Collect(actual, expected, default, options, pairs);
        return pairs;
    }

    private static void Collect(object? actual, object? expected, ComparedPlace place, CloseOptions options, List<ComparedPair> pairs)
    {
        if (TensorPair.Of(actual, expected, place, options) is { } tensors)
        {
            pairs.Add(tensors);
        }
        else if (ComparedDictionary.Of(actual) is { } actualEntries && ComparedDictionary.Of(expected) is { } expectedEntries)
        {
            foreach (var (key, left, right) in Paired(actualEntries, expectedEntries, place))
            {
                Collect(left, right, place.Item(key), options, pairs);
            }
        }
        else if (Sequence(actual) is { } actualItems && Sequence(expected) is { } expectedItems)
        {
            if (actualItems.Count != expectedItems.Count)
            {
                throw new TorchAssertionException(place.Said($"The length of the sequences mismatch: {actualItems.Count} != {expectedItems.Count}"));
            }

            for (var i = 0; i < actualItems.Count; i++)
            {
                Collect(actualItems[i], expectedItems[i], place.Item(i), options, pairs);
            }
        }
        else
        {
            pairs.Add(Single(actual, expected, place, options));
        }
    }

    private static ComparedPair Single(object? actual, object? expected, ComparedPlace place, CloseOptions options) => (actual, expected) switch
    {
        (null, _) or (_, null) => new NonePair(actual, expected, place),
        (bool left, bool right) => new BooleanPair(left, right, place),
        _ when PythonNumber.Of(actual) is { } left && PythonNumber.Of(expected) is { } right => NumberPair.Of(left, right, place, options),
        _ => throw new TorchTypeException(place.Said($"No comparison pair was able to handle inputs of type {PythonObject.ClassText(actual)} and {PythonObject.ClassText(expected)}.")),
    };

    // The items of objects that correspond to Python's sequences. LINQ queries count too, and are evaluated once.
    private static List<object?>? Sequence(object? value) => value switch
    {
        string or Tensor or Array { Rank: > 1 } => null,
        ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])],
        IEnumerable list when ComparedDictionary.Of(value) is null => [.. list.Cast<object?>()],
        _ => null,
    };

    private static List<(object Key, object? Actual, object? Expected)> Paired(
        List<KeyValuePair<object, object?>> actual, List<KeyValuePair<object, object?>> expected, ComparedPlace place)
    {
        var values = expected.ToDictionary();
        var additional = actual.Where(entry => !values.ContainsKey(entry.Key)).Select(entry => entry.Key).ToList();
        var known = actual.Select(entry => entry.Key).ToHashSet();
        var missing = values.Keys.Where(key => !known.Contains(key)).ToList();
        if (missing.Count > 0 || additional.Count > 0)
        {
            throw new TorchAssertionException(place.Said(
                "The keys of the mappings do not match:\n"
                + $"Missing keys in the actual mapping: {PythonObject.List(Sorted(missing))}\n"
                + $"Additional keys in the actual mapping: {PythonObject.List(Sorted(additional))}"));
        }

        var found = actual.ToDictionary();
        return [.. Sorted(known).Select(key => (key, found[key], values[key]))];
    }

    // Python sorts strings by code point. Keys that cannot be sorted keep their order.
    private static IEnumerable<object> Sorted(IReadOnlyCollection<object> keys) =>
        keys.All(key => key is string) ? keys.OrderBy(key => (string)key, StringComparer.Ordinal)
        : keys.All(key => PythonNumber.Of(key) is { Kind: not ScalarKind.Complex }) ? keys.OrderBy(key => PythonNumber.Of(key)!.Value.Value.Real)
        : keys;
}
