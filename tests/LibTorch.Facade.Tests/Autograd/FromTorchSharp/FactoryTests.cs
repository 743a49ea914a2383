namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Factories with requiresGrad make leaves, which have a gradient after a backward pass.</summary>
public sealed class FactoryTests(PythonSession python)
{
    private static readonly Dictionary<string, Func<Tensor>> Rows = new(StringComparer.Ordinal)
    {
        ["torch.tensor([1., 3.], dtype=torch.float64, requires_grad=True)"] = () => Torch.Tensor([1.0, 3.0], requiresGrad: true),
        ["torch.arange(1, 10, dtype=torch.float32, requires_grad=True)"] = () => Torch.Arange(1, 10, dtype: DType.Float32, requiresGrad: true),
        ["torch.frombuffer(np.array([1., 3.]), dtype=torch.float64, requires_grad=True)"] = () => Torch.FromMemory(new double[] { 1, 3 }.AsMemory(), requiresGrad: true),
        ["torch.linspace(1, 10, 5, dtype=torch.float32, requires_grad=True)"] = () => Torch.Linspace(1, 10, 5, dtype: DType.Float32, requiresGrad: true),
        ["torch.logspace(1, 10, 5, dtype=torch.float32, requires_grad=True)"] = () => Torch.Logspace(1, 10, 5, dtype: DType.Float32, requiresGrad: true),
        ["torch.eye(1, 10, dtype=torch.float32, requires_grad=True)"] = () => Torch.Eye(1, 10, dtype: DType.Float32, requiresGrad: true),
    };

    public static TheoryData<string> Calls => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void It_makes_a_leaf_that_gets_a_gradient(string call)
    {
        using var x = Rows[call]();
        (x * x).Sum().Backward();
        Parity.Same(python, "[x, x.grad]", [x, x.Grad!], $"x = {call}; (x * x).sum().backward()");
        Assert.Equal(python.Eval("[x.requires_grad, x.is_leaf, x.device.type]", $"x = {call}"), $"[{x.RequiresGrad}, {x.IsLeaf}, '{x.Device}']");
    }
}
