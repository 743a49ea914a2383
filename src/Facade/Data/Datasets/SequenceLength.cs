namespace LibTorch.Utils.Data;

/// <summary>How many items a sequence has, where it can be known without going through it.</summary>
internal static class SequenceLength
{
    /// <exception cref="TorchTypeException">It cannot be known.</exception>
    public static long Of<T>(IEnumerable<T> items) => items switch
    {
        Sampler<T> sampler => sampler.Count,
        ISized sized => sized.Count,
        IReadOnlyCollection<T> collection => collection.Count,
        _ => items.TryGetNonEnumeratedCount(out var count) ? count : throw Unknown(items),
    };

    public static TorchTypeException Unknown(object items) => new($"object of type '{items.GetType().Name}' has no len()");
}
