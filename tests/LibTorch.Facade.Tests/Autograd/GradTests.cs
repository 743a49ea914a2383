using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>backward and grad on the ways there are to ask; the names are those of PyTorch's own tests.</summary>
public sealed class GradTests(PythonSession python)
{
    private const string Head = """
        x = torch.tensor([[1., 2.], [3., 4.]], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([[5., 6.], [7., 8.]], dtype=torch.float64, requires_grad=True)

        """;

    private readonly Tensor _x = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor(new[,] { { 5.0, 6.0 }, { 7.0, 8.0 } }, requiresGrad: true);

    [Fact]
    public void test_grad()
    {
        var z = _x.Pow(2) + _y * _x + _y.Pow(2);
        z.Backward(Torch.OnesLike(_x), createGraph: true);
        const string Setup = Head + "z = x ** 2 + y * x + y ** 2; z.backward(torch.ones_like(x), create_graph=True)";
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Setup);
        var sum = 2 * _x.Grad! + _y.Grad!;
        Parity.Same(python, "torch.autograd.grad([2 * x.grad + y.grad], [x], [torch.ones_like(x)])", Torch.Autograd.Grad([sum], [_x], [Torch.OnesLike(_x)])!, Setup);
        _x.Grad = _y.Grad = null;
    }

    [Fact]
    public void test_grad_nonleaf()
    {
        var inner = _x * 2;
        var grad = Torch.Autograd.Grad(inner.Pow(2).Sum(), inner);
        Parity.Same(python, "torch.autograd.grad((n ** 2).sum(), n)[0]", grad, Head + "n = x * 2");
        Assert.Null(_x.Grad);
    }

    [Fact]
    public void test_grad_nonleaf_many_outputs()
    {
        var parts = _x.Clone().Split(1);
        var grads = Torch.Autograd.Grad([parts[1].Exp().Sum() + parts[0].Sum()], parts);
        Parity.Same(python, "torch.autograd.grad(p[1].exp().sum() + p[0].sum(), p)", grads!, Head + "p = x.clone().split(1)");
    }

    [Fact]
    public void test_grad_unreachable()
    {
        var used = _x * 2;
        var unused = _y * 2;
        var grads = Torch.Autograd.Grad([used.Sum()], [_x, _y, unused], allowUnused: true);
        Assert.Equal(
            python.Eval("[g is None for g in torch.autograd.grad([(x * 2).sum()], [x, y, u], allow_unused=True)]", Head + "u = y * 2"),
            $"[{string.Join(", ", grads.Select(grad => grad is null))}]");
    }

    [Fact]
    public void test_grad_materialize_grads()
    {
        foreach (var create in new[] { false, true })
        {
            var grads = Torch.Autograd.Grad([_x.Pow(2).Sum()], [_x, _y], createGraph: create, materializeGrads: true);
            Assert.Equal([0.0, 0, 0, 0], grads[1]!.ToArray<double>());
            Assert.Equal(create, grads[1]!.RequiresGrad);
            if (LibraryCalls.IsAtLeast(2, 1))
            {
                Parity.Same(python, $"torch.autograd.grad((x ** 2).sum(), [x, y], create_graph={create}, materialize_grads=True)", grads!, Head);
            }
        }

        const string Message = "Expected allow_unused to be True or not passed when materialize_grads=True, but got: allow_unused=False.";
        Assert.Equal(Message, Assert.Throws<TorchValueException>(() => Torch.Autograd.Grad([_x.Sum()], [_x], allowUnused: false, materializeGrads: true)).Message);
        if (LibraryCalls.IsAtLeast(2, 1))
        {
            Parity.SameError(python, "torch.autograd.grad(x.sum(), x, allow_unused=False, materialize_grads=True)", () => Torch.Autograd.Grad([_x.Sum()], [_x], allowUnused: false, materializeGrads: true), Head);
        }
    }

    [Fact]
    public void test_duplicate_backward_root()
    {
        var sum = (_x * _y).Sum();
        Torch.Autograd.Backward([sum, sum]);
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "s = (x * y).sum(); torch.autograd.backward([s, s])");
    }

    [Fact]
    public void test_backward_with_nonleaf_inputs()
    {
        var inner = _x + 1;
        (inner * _y).Sum().Backward(inputs: [inner, _y]);
        Parity.Same(python, "[n.grad, y.grad]", [inner.Grad!, _y.Grad!], Head + "n = x + 1; (n * y).sum().backward(inputs=[n, y])");
        Assert.Null(_x.Grad);
    }

    [Fact]
    public void test_backward_of_several_tensors_with_gradients()
    {
        Torch.Autograd.Backward([_x * 2, _x.Sum(), _y.Exp()], [_x.Detach(), null, Torch.Ones(2, 2)]);
        Parity.Same(python, "[x.grad, y.grad]", [_x.Grad!, _y.Grad!], Head + "torch.autograd.backward([x * 2, x.sum(), y.exp()], [x.detach(), None, torch.ones(2, 2)])");
        Parity.SameError(python, "torch.autograd.backward([x.sum(), y.sum()], [torch.ones(())])", () => Torch.Autograd.Backward([_x.Sum(), _y.Sum()], [Torch.Ones([])]), Head);
    }

    [Fact]
    public void test_backward_twice_without_saved_values()
    {
        var sum = (_x + 5).Sum();
        sum.Backward();
        sum.Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + "s = (x + 5).sum(); s.backward(); s.backward()");
    }

    [Theory]
    [InlineData("Float32")]
    [InlineData("Float16")]
    [InlineData("Int64")]
    public void test_a_gradient_of_another_dtype(string name)
    {
        var dtype = name switch { "Float32" => DType.Float32, "Float16" => DType.Float16, _ => DType.Int64 };
        var python32 = name switch { "Float32" => "torch.float32", "Float16" => "torch.float16", _ => "torch.int64" };
        (_x * _y).Backward(Torch.Full([2, 2], 3, dtype: dtype));
        Parity.Same(python, "x.grad", _x.Grad!, Head + $"(x * y).backward(torch.full((2, 2), 3, dtype={python32}))");
    }

    [Fact]
    public void test_sparse_gradients()
    {
        using var weight = Torch.Tensor(new[,] { { 1.0, 2.0 }, { 3.0, 4.0 }, { 5.0, 6.0 } }, requiresGrad: true);
        using var places = Torch.Tensor([0L, 2L, 0L]);
        const string Setup = """
            w = torch.tensor([[1., 2.], [3., 4.], [5., 6.]], dtype=torch.float64, requires_grad=True)
            i = torch.tensor([0, 2, 0])
            (torch.embedding(w, i, sparse=True) ** 2).sum().backward()
            """;
        Torch.Embedding(weight, places, sparse: true).Pow(2).Sum().Backward();
        Assert.Equal(Layout.Sparse, weight.Grad!.Layout);
        Parity.SameText(python, "w.grad", weight.Grad, Setup);

        // Sparse on sparse stays sparse, dense on sparse gets dense.
        Torch.Embedding(weight, places, sparse: true).Sum().Backward();
        Parity.Same(python, "w.grad.to_dense()", weight.Grad!.ToDense(), Setup + "\ntorch.embedding(w, i, sparse=True).sum().backward()");
        weight.Sum().Backward();
        Parity.Same(python, "w.grad", weight.Grad!, Setup + "\ntorch.embedding(w, i, sparse=True).sum().backward(); w.sum().backward()");
    }

    [Fact]
    public void test_accumulate_grad()
    {
        // A created graph makes .grad a new tensor, otherwise the old one grows in place.
        _x.Sum().Backward();
        var first = _x.Grad!;
        _x.Sum().Backward();
        Assert.Equal([2.0, 2, 2, 2], first.ToArray<double>());
        _x.Exp().Sum().Backward(createGraph: true);
        Assert.Equal([2.0, 2, 2, 2], first.ToArray<double>());
        Parity.Same(python, "x.grad", _x.Grad!, Head + "x.sum().backward(); x.sum().backward(); x.exp().sum().backward(create_graph=True)");
        _x.Grad = null;
    }
}
