using LibTorch.Interop;

namespace LibTorch;

/// <summary>Compares the values of two tensors of the same shape, device, dtype and layout.</summary>
internal sealed class TensorValues(Tolerances tolerances, bool equalNan)
{
    /// <summary>The description of the mismatch, in PyTorch's words; null if the values match.</summary>
    public string? Mismatch(Tensor actual, Tensor expected) => actual.Layout switch
    {
        _ when actual.IsQuantized => Compared(actual.Dequantize(), expected.Dequantize(), "Quantized tensor-likes", "Quantized scalars"),
        Layout.Sparse => Coordinates(actual, expected),
        Layout.SparseCsr => Compressed("CSR", actual, expected, isRows: true),
        Layout.SparseBsr => Compressed("BSR", actual, expected, isRows: true),
        Layout.SparseCsc => Compressed("CSC", actual, expected, isRows: false),
        Layout.SparseBsc => Compressed("BSC", actual, expected, isRows: false),
        Layout.Jagged => Compared(Part(actual, "aten::values"), Part(expected, "aten::values")),
        _ => Compared(actual, expected),
    };

    private string? Coordinates(Tensor actual, Tensor expected)
    {
        var (dimensions, expectedDimensions) = (actual.SparseDim(), expected.SparseDim());
        return dimensions != expectedDimensions
            ? $"The number of sparse dimensions in sparse COO tensors does not match: {dimensions} != {expectedDimensions}"
            : UnlikeCounts("COO", actual, expected)
            ?? Equal(Part(actual, "aten::_indices"), Part(expected, "aten::_indices"), "Sparse COO indices")
            ?? Compared(Part(actual, "aten::_values"), Part(expected, "aten::_values"), "Sparse COO values");
    }

    private string? Compressed(string format, Tensor actual, Tensor expected, bool isRows)
    {
        var (compressed, plain) = isRows ? ("crow_indices", "col_indices") : ("ccol_indices", "row_indices");
        return UnlikeCounts(format, actual, expected)
            ?? Equal(Indices(actual, compressed), Indices(expected, compressed), $"Sparse {format} {compressed}")
            ?? Equal(Indices(actual, plain), Indices(expected, plain), $"Sparse {format} {plain}")
            ?? Compared(Part(actual, "aten::values"), Part(expected, "aten::values"), $"Sparse {format} values");
    }

    private static string? UnlikeCounts(string format, Tensor actual, Tensor expected)
    {
        var (count, expectedCount) = (SparseParts.StoredCount(actual), SparseParts.StoredCount(expected));
        return count == expectedCount ? null : $"The number of specified values in sparse {format} tensors does not match: {count} != {expectedCount}";
    }

    // Indices may be int32 in one tensor and int64 in the other.
    private static Tensor Indices(Tensor tensor, string name) => Part(tensor, "aten::" + name).To(DType.Int64);

    private static Tensor Part(Tensor tensor, string name) => Torch.Ops[name].InvokeTensor(tensor);

    private static string? Equal(Tensor actual, Tensor expected, string what) => new TensorValues(default, equalNan: false).Compared(actual, expected, what, what);

    private string? Compared(Tensor actual, Tensor expected, string what) => Compared(actual, expected, what, what);

    private string? Compared(Tensor actual, Tensor expected, string tensors = "Tensor-likes", string numbers = "Scalars")
    {
        if (!LibraryCalls.IsAtLeast(2, 1))
        {
            // PyTorch before 2.1 compares in the widest dtype of the kind.
            var widest = actual.DType.IsComplex ? DType.Complex128 : actual.DType.IsFloatingPoint ? DType.Float64 : DType.Int64;
            (actual, expected) = (actual.To(widest), expected.To(widest));
        }

        var matches = Torch.Isclose(actual, expected, tolerances.Rtol, tolerances.Atol, equalNan);
        return matches.All().Item<bool>() ? null
            : actual.NDim == 0 ? MismatchText.OfNumbers(PythonNumber.Of(actual.Item())!.Value, PythonNumber.Of(expected.Item())!.Value, tolerances, numbers)
            : MismatchText.OfTensors(actual, expected, matches, tolerances, tensors);
    }
}
