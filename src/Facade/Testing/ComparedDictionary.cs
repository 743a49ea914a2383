using System.Collections;

namespace LibTorch;

/// <summary>The entries of what stands for a Python dictionary.</summary>
internal static class ComparedDictionary
{
    /// <summary>The entries in their order; null where it is no dictionary.</summary>
    public static List<KeyValuePair<object, object?>>? Of(object? value) => value switch
    {
        IDictionary dictionary => Entries(dictionary),
        IReadOnlyDictionary<string, Tensor> tensors => [.. tensors.Select(entry => KeyValuePair.Create<object, object?>(entry.Key, entry.Value))],
        IReadOnlyDictionary<string, object?> values => [.. values.Select(entry => KeyValuePair.Create<object, object?>(entry.Key, entry.Value))],
        _ => null,
    };

    // An enumerator of its own, as some dictionaries enumerate as lists of pairs.
    private static List<KeyValuePair<object, object?>> Entries(IDictionary dictionary)
    {
        var entries = new List<KeyValuePair<object, object?>>();
        foreach (DictionaryEntry entry in dictionary)
        {
            entries.Add(KeyValuePair.Create(entry.Key, entry.Value));
        }

        return entries;
    }
}
