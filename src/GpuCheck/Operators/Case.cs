namespace LibTorch.GpuCheck.Operators;

/// <summary>A call of an operator, and what came of it in Python.</summary>
/// <param name="Operator">Its name with the overload.</param>
/// <param name="Seed">What the random numbers start from.</param>
/// <param name="Arguments">In the schema's order; tensors are packed ones.</param>
/// <param name="Spreads">How far Python's own runs were apart, for each result and then each gradient; negative where no number says it.</param>
/// <param name="Gradients">By each argument that has one; empty where the results cannot be differentiated.</param>
/// <param name="Results">The results, and then what was written to.</param>
internal sealed record Case(string Operator, long Seed, object?[] Arguments, object?[] Spreads, object?[] Gradients, object?[] Results)
{
    /// <summary>The first tensor's dtype, which the figures are counted by.</summary>
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
