namespace LibTorch.Examples.Jupyter;

/// <summary>The helper methods that the cells call, in the form of a script.</summary>
internal static class ScriptHelpers
{
    private static readonly (string Name, string Text)[] All =
    [
        ("Print", "// Python's print\nvoid Print(params object[] values) => Console.WriteLine(string.Join(' ', values));"),
        ("NumPy", "// How numpy prints this tensor\nstring NumPy(Tensor array) => array.ToString(TensorFormat.NumPy);"),
        ("Draw", "// A random tensor, with the numbers that the notebook drew\nTensor Draw(Tensor drawn, float[] recovered)\n{\n    drawn.Data.Copy_(Torch.Tensor(recovered));\n    return drawn;\n}"),
    ];

    /// <summary>The texts of the helpers that a script calls.</summary>
    public static IEnumerable<string> CalledIn(string script) =>
        All.Where(helper => script.Contains(helper.Name + "(", StringComparison.Ordinal)).Select(helper => helper.Text);
}
