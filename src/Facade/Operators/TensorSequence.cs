namespace LibTorch;

/// <summary>Tensors that come as a list or a query.</summary>
internal static class TensorSequence
{
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    public static ReadOnlySpan<T> Of<T>(IEnumerable<T> tensors)
        where T : class?
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors as T[] ?? tensors.ToArray();
    }
}
