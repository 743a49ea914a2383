namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>The three ways to give the vector of a vector-Jacobian product.</summary>
public sealed class GradientArgumentsTests(PythonSession python)
{
    private const string Head = """
        p = torch.tensor([.3], requires_grad=True)
        q = torch.tensor([.7], requires_grad=True)
        y = p ** 2 + 5 * q

        """;

    private readonly Tensor _p = Torch.Tensor([0.3f], requiresGrad: true);
    private readonly Tensor _q = Torch.Tensor([0.7f], requiresGrad: true);

    private Tensor Y => _p.Pow(2) + 5 * _q;

    [Fact]
    public void Autograd_Grad_takes_a_vector_for_each_output()
    {
        var y = Y;
        Parity.Same(python, "torch.autograd.grad([y], [p, q], [torch.ones_like(y)])", Torch.Autograd.Grad([y], [_p, _q], [Torch.OnesLike(y)])!, Head);
        Assert.Null(_p.Grad);
        Assert.Null(_q.Grad);
    }

    [Fact]
    public void Autograd_Backward_takes_a_vector_for_each_output()
    {
        var y = Y;
        Torch.Autograd.Backward([y], [Torch.OnesLike(y)]);
        Parity.Same(python, "[p.grad, q.grad]", [_p.Grad!, _q.Grad!], Head + "torch.autograd.backward([y], [torch.ones_like(y)])");
    }

    [Fact]
    public void Tensor_Backward_takes_a_vector()
    {
        var y = Y;
        y.Backward(Torch.OnesLike(y));
        Parity.Same(python, "[p.grad, q.grad]", [_p.Grad!, _q.Grad!], Head + "y.backward(torch.ones_like(y))");
    }
}
