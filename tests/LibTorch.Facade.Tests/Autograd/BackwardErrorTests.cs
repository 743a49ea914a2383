using LibTorch.Interop;

namespace LibTorch.Tests.Autograd;

/// <summary>What goes wrong in autograd goes wrong with Python's words, and leaves things as they were.</summary>
public sealed class BackwardErrorTests(PythonSession python)
{
    private const string X = "x = torch.ones(2, requires_grad=True)";

    [Fact]
    public void No_gradient_for_a_non_scalar()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Parity.SameError(python, "(x * 2).backward()", () => (x * 2).Backward(), X);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_second_backward_through_a_freed_graph()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var y = x.Pow(2).Sum();
        y.Backward();
        Parity.SameError(python, "y.backward()", () => y.Backward(), X + "; y = (x ** 2).sum(); y.backward()");
        Assert.Equal([2f, 2f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_gradient_of_the_wrong_shape()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Parity.SameError(python, "(x * 2).backward(torch.ones(3))", () => (x * 2).Backward(Torch.Ones(3)), X);
    }

    [Fact]
    public void No_gradient_for_a_complex_scalar()
    {
        using var x = Torch.Ones(1, dtype: DType.Complex64, requiresGrad: true);
        const string Setup = "x = torch.ones(1, dtype=torch.complex64, requires_grad=True)";
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Parity.SameError(python, "x.sum().backward()", () => x.Sum().Backward(), Setup);
            Assert.Null(x.Grad);
        }
        else
        {
            // libtorch 1 takes one.
            x.Sum().Backward();
            Parity.Same(python, "x.grad", x.Grad!, Setup + "; x.sum().backward()");
        }
    }

    [Fact]
    public void A_complex_gradient_for_a_real_output()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Parity.SameError(python, "(x * 2).backward(torch.ones(2, dtype=torch.complex64))", () => (x * 2).Backward(Torch.Ones(2, dtype: DType.Complex64)), X);
    }

    [Fact]
    public void Nothing_requires_grad() =>
        Parity.SameError(python, "torch.ones(1).backward()", () => Torch.Ones(1).Backward());

    [Fact]
    public void In_place_change_of_a_leaf_that_requires_grad()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Parity.SameError(python, "x.add_(1)", () => x.Add_(1), X);
        Assert.Equal([1f, 1f], x.ToArray<float>());
    }

    [Fact]
    public void In_place_change_of_something_that_backward_needs()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var y = x * 2;
        var z = (y * y).Sum();
        y.Add_(1);
        Parity.SameError(python, "z.backward()", () => z.Backward(), X + "; y = x * 2; z = (y * y).sum(); y.add_(1)");
    }

    [Fact]
    public void Integers_cannot_require_grad()
    {
        Parity.SameError(python, "torch.ones(2, dtype=torch.int64, requires_grad=True)", () => Torch.Ones(2, dtype: DType.Int64, requiresGrad: true));
        Parity.SameError(python, "torch.tensor([1], requires_grad=True)", () => Torch.Tensor([1L], requiresGrad: true));
        Parity.SameError(python, "torch.tensor([1]).requires_grad_()", () => Torch.Tensor([1L]).RequiresGrad_());
    }

    [Fact]
    public void The_flag_of_an_inner_tensor_stays()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        var y = x * 2;
        Parity.SameError(python, "y.requires_grad_(False)", () => y.RequiresGrad_(false), X + "; y = x * 2");
        Parity.SameError(python, "exec('y.requires_grad = False')", () => y.RequiresGrad = false, X + "; y = x * 2");
        Parity.SameError(python, "exec('y.requires_grad = True')", () => y.RequiresGrad = true, X + "; y = x * 2");
    }

    [Fact]
    public void RetainGrad_needs_grad() =>
        Parity.SameError(python, "torch.ones(1).retain_grad()", () => Torch.Ones(1).RetainGrad());

    [Fact]
    public void An_unused_input()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        using var y = Torch.Ones(2, requiresGrad: true);
        const string Setup = X + "; y = torch.ones(2, requires_grad=True)";
        Parity.SameError(python, "torch.autograd.grad(x.sum(), y)", () => Torch.Autograd.Grad(x.Sum(), y), Setup);
        Parity.SameError(python, "torch.autograd.grad(x.sum(), torch.ones(2))", () => Torch.Autograd.Grad(x.Sum(), Torch.Ones(2)), Setup);
        Parity.SameError(python, "torch.autograd.grad(x.sum(), [x, y])", () => Torch.Autograd.Grad([x.Sum()], [x, y]), Setup);
        Parity.SameError(python, "torch.autograd.grad(x.sum(), [])", () => Torch.Autograd.Grad([x.Sum()], []), Setup);
        Parity.SameError(python, "x.sum().backward(inputs=[])", () => x.Sum().Backward(inputs: []), Setup);
    }

    [Fact]
    public void A_grad_that_does_not_fit_is_refused()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Parity.SameError(python, "exec('x.grad = torch.ones(3)')", () => x.Grad = Torch.Ones(3), X);
        Parity.SameError(python, "exec('x.grad = x')", () => x.Grad = x, X);
        Parity.SameError(python, "exec('x.grad = torch.ones(2, dtype=torch.float64)')", () => x.Grad = Torch.Ones(2, dtype: DType.Float64), X);
        Parity.SameError(python, "exec('x.grad = torch.ones(2, dtype=torch.bool)')", () => x.Grad = Torch.Ones(2, dtype: DType.Bool), X);
        Parity.SameError(python, "exec('x.grad = torch.ones(2, device=\"meta\")')", () => x.Grad = Torch.Ones([2], device: Device.Meta), X);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void The_engine_works_after_an_error()
    {
        using var x = Torch.Ones(2, requiresGrad: true);
        Assert.ThrowsAny<TorchException>(() => (x * 2).Backward());
        (x * 2).Sum().Backward();
        Assert.Equal([2f, 2f], x.Grad!.ToArray<float>());
    }
}
