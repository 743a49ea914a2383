namespace LibTorch.Files;

/// <summary>Orders strings by their UTF-8 bytes. For characters beyond 16 bits this differs from .NET's ordinal order of UTF-16.</summary>
internal sealed class Utf8Comparer : IComparer<string>
{
    public static readonly Utf8Comparer Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        var same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Weight(left[same]).CompareTo(Weight(right[same]));
    }

    // Surrogates are parts of characters beyond U+FFFF, which come after all characters that fit into one char.
    private static int Weight(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
}
