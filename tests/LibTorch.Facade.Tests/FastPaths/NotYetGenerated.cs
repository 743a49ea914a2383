namespace LibTorch.Tests.FastPaths;

/// <summary>The statements that random programs leave out because of a known fault, by their texts. To have one generated again, take out its line.</summary>
internal static class NotYetGenerated
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["`L`.RegisterPostAccumulateGradHook, a view too"] = "before libtorch 2.1, ends the process for a view that was made of a leaf while gradients were off",
        ["`G`.RetainGrad(), a view too"] = "libtorch 1.13 ends the process, in Python as well, where the view of a leaf was written to while gradients were off",
    };

    /// <summary>Whether programs may have it.</summary>
    public static bool Allows(Statement statement) => !Known.ContainsKey(statement.Text);
}
