namespace LibTorch.Utils.Data;

/// <summary>The number of a list's items, read again each time because the list may grow.</summary>
internal sealed class ListSize<T>(IReadOnlyList<T> items) : ISized
{
    public long Count => items.Length();
}
