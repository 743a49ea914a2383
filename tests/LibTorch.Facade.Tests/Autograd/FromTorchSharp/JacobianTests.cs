namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Jacobians of functions with one or two inputs and outputs; the inputs require grad.</summary>
public sealed class JacobianTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd.functional import jacobian
        a = torch.tensor([[1., 3.], [2., 4.]], dtype=torch.float64, requires_grad=True)
        b = torch.tensor([1., 5.], dtype=torch.float64, requires_grad=True)
        """;

    private readonly Tensor _a = Torch.Tensor(new[,] { { 1.0, 3.0 }, { 2.0, 4.0 } }, requiresGrad: true);
    private readonly Tensor _b = Torch.Tensor([1.0, 5.0], requiresGrad: true);

    [Fact]
    public void Of_one_output_by_one_input() =>
        Parity.Same(python, "jacobian(lambda x: (x * x).sum(), a)", Torch.Autograd.Functional.Jacobian(x => (x * x).Sum(), _a), Head);

    [Fact]
    public void Of_two_outputs_by_one_input() =>
        Parity.Same(
            python, "jacobian(lambda x: (x.sum(), (x * x).sum()), a)",
            Torch.Autograd.Functional.Jacobian(x => new[] { x.Sum(), (x * x).Sum() }, _a), Head);

    [Fact]
    public void Of_one_output_by_two_inputs() =>
        Parity.Same(
            python, "jacobian(lambda x, y: torch.einsum('ij,j->i', x, y), (a, b))",
            Torch.Autograd.Functional.Jacobian(p => Torch.Einsum("ij,j->i", p[0], p[1]), [_a, _b]), Head);

    [Fact]
    public void Of_two_outputs_by_two_inputs()
    {
        // TorchSharp gives one list of four; Python and this library, a row for each output, with zeros where it does not depend on the input.
        var rows = Torch.Autograd.Functional.Jacobian(p => new[] { (p[0] * p[0]).Sum(), Torch.Einsum("ij,j->i", p[0], p[1]) }, [_a, _b]);
        const string Expected = "jacobian(lambda x, y: ((x * x).sum(), torch.einsum('ij,j->i', x, y)), (a, b))";
        Assert.Equal(python.Eval($"[len(row) for row in {Expected}]", Head), $"[{string.Join(", ", rows.Select(row => row.Length))}]");
        Parity.Same(python, $"[block for row in {Expected} for block in row]", rows.SelectMany(row => row), Head);
    }
}
