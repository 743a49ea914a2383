namespace LibTorch.Utils.Data;

/// <summary>The number of a list's items, asked anew each time, as the list may grow.</summary>
internal sealed class ListSize<T>(IReadOnlyList<T> items) : ISized
{
    public long Count => items.Length();
}
