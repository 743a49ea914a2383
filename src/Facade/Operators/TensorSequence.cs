namespace LibTorch;

/// <summary>Converts a list or query of tensors to a span.</summary>
internal static class TensorSequence
{
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    public static ReadOnlySpan<T> Of<T>(IEnumerable<T> tensors)
        where T : class?
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors as T[] ?? tensors.ToArray();
    }
}
