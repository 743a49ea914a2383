using System.Text.Json.Serialization;

namespace LibTorch.Tests.Display;

/// <summary>How a printed tensor was made, and under which options it was printed.</summary>
internal sealed record PrintCaseHead(
    [property: JsonPropertyName("dtype")] string DType,
    [property: JsonPropertyName("sizes")] long[] Sizes,
    [property: JsonPropertyName("view")] string View,
    [property: JsonPropertyName("function")] string Function,
    [property: JsonPropertyName("grad")] bool Grad,
    [property: JsonPropertyName("default")] string DefaultDType,
    [property: JsonPropertyName("precision")] int Precision,
    [property: JsonPropertyName("threshold")] double? Threshold,
    [property: JsonPropertyName("edgeitems")] int EdgeItems,
    [property: JsonPropertyName("linewidth")] int LineWidth,
    [property: JsonPropertyName("sci_mode")] bool? SciMode)
{
    /// <summary>The sizes written out, which a record would not.</summary>
    public override string ToString() =>
        $"{DType} [{string.Join(", ", Sizes)}], view {View}, function {Function}, grad {Grad}, default dtype {DefaultDType}, "
        + $"precision {Precision}, threshold {Threshold}, edge items {EdgeItems}, line width {LineWidth}, scientific {SciMode}";
}
