namespace LibTorch.GpuCheck.Operators;

/// <summary>A call of an operator, and its outcome in Python.</summary>
/// <param name="Operator">Its name with the overload.</param>
/// <param name="Seed">The seed of the random numbers.</param>
/// <param name="Arguments">The arguments in the schema's order; tensors are packed.</param>
/// <param name="Spreads">The largest difference between Python's own runs, for each result and then each gradient; negative if it cannot be
/// expressed as a number.</param>
/// <param name="Gradients">The gradient of each argument that has one; empty if the results cannot be differentiated.</param>
/// <param name="Results">The results, and then the arguments that were written to.</param>
internal sealed record Case(string Operator, long Seed, object?[] Arguments, object?[] Spreads, object?[] Gradients, object?[] Results)
{
    /// <summary>The first tensor's dtype, by which the cases are counted.</summary>
    public string DType => First(Arguments) is { } first ? $"{first.DType}" : "no tensor";

    public override string ToString() => $"{Operator}({string.Join(", ", Arguments.Select(Text))})";

    private static PackedTensor? First(object?[] values) =>
        values.Select(value => value as PackedTensor ?? (value is object?[] list ? First(list) : null)).FirstOrDefault(tensor => tensor is not null);

    private static string Text(object? value) => value switch
    {
        null => "None",
        PackedTensor tensor => $"{tensor.DType}[{string.Join(", ", tensor.Sizes)}]",
        object?[] list => $"[{string.Join(", ", list.Select(Text))}]",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
