namespace LibTorch.Utils.Data;

/// <summary>Keeps samples such as strings as a list.</summary>
internal sealed class CollatedList<T> : ICollate<T, IReadOnlyList<T>>
{
    public IReadOnlyList<T> Collate(IReadOnlyList<T> samples) => [.. samples];
}
