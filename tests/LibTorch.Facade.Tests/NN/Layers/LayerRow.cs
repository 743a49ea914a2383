using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>A layer as Python and as C# write it, and what both are given.</summary>
/// <param name="Python">What stands behind <c>nn.</c> in Python.</param>
/// <param name="Make">The same in C#.</param>
/// <param name="Inputs">Python's expression of the inputs; <c>r</c> is <c>torch.randn</c>, <c>g</c> the same with gradients.</param>
internal sealed record LayerRow(string Python, Func<Module> Make, string Inputs)
{
    /// <summary>Python's call of the module <c>m</c> with the inputs <c>given</c>: a tensor, or a flat tuple or list of them.</summary>
    public string PythonCall { get; init; } = "m(*given)";

    /// <summary>The same in C#; without it, the module is one of one to four tensors that gives one or two.</summary>
    public Func<Module, Tensor[], Tensor[]> Call { get; init; } = CallOfTensors;

    /// <summary>The first libtorch whose Python has the layer, or takes these settings.</summary>
    public Version Since { get; init; } = new();

    /// <summary>Whether gradients go into all inputs; where not, into those that Python's expression says need them.</summary>
    public bool InputsHaveGradients { get; init; } =
        !Python.Split('(')[0].EndsWith("Loss", StringComparison.Ordinal);

    public static TheoryData<string> Names(IEnumerable<LayerRow> rows) => [.. rows.Select(row => row.Python + (row.PythonCall == "m(*given)" ? "" : " as " + row.PythonCall))];

    public static LayerRow Of(IEnumerable<LayerRow> rows, string name) => rows.First(row => Names([row]).Single().Data == name);

    private static Tensor[] CallOfTensors(Module module, Tensor[] given) => (module, given) switch
    {
        (Module<Tensor, Tensor> one, [var x]) => [one.Call(x)],
        (Module<Tensor, (Tensor, Tensor)> one, [var x]) => Both(one.Call(x)),
        (Module<Tensor, Tensor, (Tensor, Tensor)> two, [var x, var y]) => Both(two.Call(x, y)),
        (EmbeddingBag bag, [var x]) => [bag.Call(x)],
        (EmbeddingBag bag, [var x, var y]) => [bag.Call(x, y)],
        (Module<Tensor, Tensor, Tensor> two, [var x, var y]) => [two.Call(x, y)],
        (Module<Tensor, Tensor, Tensor, Tensor> three, [var x, var y, var z]) => [three.Call(x, y, z)],
        (Module<Tensor, Tensor, Tensor, Tensor, Tensor> four, [var x, var y, var z, var u]) => [four.Call(x, y, z, u)],
        _ => throw new InvalidOperationException($"{module} does not take {given.Length} tensors."),
    };

    private static Tensor[] Both((Tensor, Tensor) outputs) => [outputs.Item1, outputs.Item2];
}
