namespace LibTorch.Utils.Data;

/// <summary>Samples that stay as they are, such as texts.</summary>
internal sealed class CollatedList<T> : ICollate<T, IReadOnlyList<T>>
{
    public IReadOnlyList<T> Collate(IReadOnlyList<T> samples) => [.. samples];
}
