namespace LibTorch.Files;

/// <summary>Orders texts by the bytes of their UTF-8, which for characters beyond 16 bits is another order than that of .NET's strings.</summary>
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

    // Surrogates stand for characters beyond all that one char can be.
    private static int Weight(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
}
