namespace LibTorch;

/// <summary>Rows of an identity matrix, with its columns split over several tensors.</summary>
internal static class StandardBasis
{
    /// <summary>
    /// For each tensor, a matrix with a column for each of its elements: the <paramref name="rows"/> rows from <paramref name="firstRow"/>
    /// on.
    /// </summary>
    public static Tensor[] Flat(Tensor[] tensors, long rows, long firstRow = 0)
    {
        var column = 0L;
        return Array.ConvertAll(tensors, tensor =>
        {
            var chunk = tensor.NewZeros([rows, tensor.Numel]);
            chunk.Diagonal(firstRow - column).Fill_(1);
            column += tensor.Numel;
            return chunk;
        });
    }

    /// <summary>As <see cref="Flat"/>, with each row in its tensor's shape.</summary>
    public static Tensor[] Shaped(Tensor[] tensors, long rows, long firstRow = 0) =>
        [.. Flat(tensors, rows, firstRow).Select((chunk, i) => chunk.View((ReadOnlySpan<long>)[rows, .. tensors[i].Shape]))];
}
