using System.Collections;

namespace LibTorch;

/// <summary>The entries of dictionaries of any kind.</summary>
internal static class DictionaryEntries
{
    /// <summary>
    /// The keys with their values, from the dictionary's own enumerator: enumerated as a sequence, some dictionaries give pairs of other
    /// types.
    /// </summary>
    public static IEnumerable<(object Key, object? Value)> Of(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return (entry.Key, entry.Value);
        }
    }
}
