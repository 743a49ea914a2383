using System.Collections;

namespace LibTorch;

/// <summary>The entries of objects that are compared as Python dictionaries.</summary>
internal static class ComparedDictionary
{
    /// <summary>The entries in their order; null if the object is not a dictionary.</summary>
    public static List<KeyValuePair<object, object?>>? Of(object? value) => value switch
    {
        IDictionary dictionary => [.. DictionaryEntries.Of(dictionary).Select(entry => KeyValuePair.Create(entry.Key, entry.Value))],
        IReadOnlyDictionary<string, Tensor> tensors => [.. tensors.Select(entry => KeyValuePair.Create<object, object?>(entry.Key, entry.Value))],
        IReadOnlyDictionary<string, object?> values => [.. values.Select(entry => KeyValuePair.Create<object, object?>(entry.Key, entry.Value))],
        _ => null,
    };
}
