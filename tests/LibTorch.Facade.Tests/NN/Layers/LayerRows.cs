namespace LibTorch.Tests.NN;

/// <summary>The rows of all layers.</summary>
internal static class LayerRows
{
    public static IReadOnlyList<LayerRow> All { get; } =
    [
        .. ActivationTests.Rows, .. ConvolutionTests.Rows, .. EmbeddingTests.Rows, .. LossTests.Rows, .. NormalisationTests.Rows,
        .. PoolingTests.Rows, .. ShapingTests.Rows, .. RecurrentRows.All, .. AttentionRows.All, .. TransformerRows.All,
    ];
}
