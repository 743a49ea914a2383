namespace LibTorch.Bench;

/// <summary>The rows measured with TorchSharp, by the same names as everywhere.</summary>
internal static class Catalog
{
    public static IReadOnlyDictionary<string, Func<Work>> Rows { get; } = new Dictionary<string, Func<Work>>
    {
        ["add"] = SmallOperations.Add,
        ["add-undisposed"] = () => SmallOperations.AddUndisposed(4),
        ["undisposed-small"] = () => SmallOperations.AddUndisposed(1000),
        ["add-recording"] = SmallOperations.AddRecording,
        ["add-no-grad"] = SmallOperations.AddNoGrad,
        ["zeros"] = SmallOperations.Zeros,
        ["item"] = Reading.Item,
        ["index"] = Reading.Index,
        ["array"] = Reading.Array,
        ["dot-step"] = Steps.Dot,
        ["dot-step-undisposed"] = Steps.DotUndisposed,
        ["q-step"] = Steps.Q,
        ["mlp-step"] = Training.Mlp,
    };
}
