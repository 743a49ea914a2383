namespace LibTorch.Utils.Data;

/// <summary>The number of items of a sequence, if it is known without enumerating the sequence.</summary>
internal static class SequenceLength
{
    /// <exception cref="TorchTypeException">The number is not known.</exception>
    public static long Of<T>(IEnumerable<T> items) => items switch
    {
        Sampler<T> sampler => sampler.Count,
        ISized sized => sized.Count,
        IReadOnlyCollection<T> collection => collection.Count,
        _ => items.TryGetNonEnumeratedCount(out var count) ? count : throw Unknown(items),
    };

    public static TorchTypeException Unknown(object items) => new($"object of type '{items.GetType().Name}' has no len()");
}
