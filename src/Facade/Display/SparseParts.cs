namespace LibTorch;

/// <summary>The tensors that a sparse tensor is printed as.</summary>
internal static class SparseParts
{
    private static readonly (string Name, string Operator)[] Coordinates = [("indices", "_indices"), ("values", "_values")];

    private static readonly (string Name, string Operator)[] CompressedRows =
        [("crow_indices", "crow_indices"), ("col_indices", "col_indices"), ("values", "values")];

    private static readonly (string Name, string Operator)[] CompressedColumns =
        [("ccol_indices", "ccol_indices"), ("row_indices", "row_indices"), ("values", "values")];

    /// <summary>Whether the tensor is of a layout that is printed in parts.</summary>
    public static bool In(Tensor tensor) => Names(tensor.Layout).Length > 0;

    /// <summary>The parts with their values; none for other layouts.</summary>
    public static IReadOnlyList<(string Name, DisplayTensor Tensor)> Read(Tensor tensor, PrintOptions options)
    {
        var parts = new List<(string, DisplayTensor)>();
        foreach (var (name, operation) in Names(tensor.Layout))
        {
            using var part = Torch.Ops["aten::" + operation].InvokeTensor(tensor);
            using var plain = part.Detach();
            parts.Add((name, DisplayReader.ReadValues(plain, options.Threshold, options.EdgeItems)));
        }

        return parts;
    }

    /// <summary>Number of stored elements; null for a meta tensor, which does not know it.</summary>
    public static long? StoredCount(Tensor tensor) =>
        In(tensor) && tensor.Device.Type != DeviceType.Meta ? (long)Torch.Ops["aten::_nnz"].Invoke(tensor)[0]! : null;

    private static (string Name, string Operator)[] Names(Layout layout) => layout switch
    {
        Layout.Sparse => Coordinates,
        Layout.SparseCsr or Layout.SparseBsr => CompressedRows,
        Layout.SparseCsc or Layout.SparseBsc => CompressedColumns,
        _ => [],
    };
}
