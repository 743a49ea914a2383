using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>What nodes of every kind are called: the name, and what is printed of it.</summary>
public sealed class NodeNameTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd import Function
        from torch.autograd.function import once_differentiable
        from torch.utils.checkpoint import checkpoint
        x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
        def custom(f, b, name):
            return type(name, (Function,), {'forward': staticmethod(f), 'backward': staticmethod(b)}).apply
        changed = x.clone(); part = changed[:1]; part.mul_(2)

        """;

    private readonly Tensor _x = Torch.Tensor([1.0, 2.0], requiresGrad: true);

    [Fact]
    public void An_operator() => Same("x * 2", _x * 2);

    [Fact]
    public void A_base_and_a_view_changed_in_place()
    {
        var changed = _x.Clone();
        var part = changed[..1];
        part.Mul_(2);
        Same("changed", changed);
        Same("part", part);
    }

    [Fact]
    public void A_function_of_ones_own() => Same("custom(lambda ctx, a: a * 2, lambda ctx, g: g * 2, 'Custom')(x)", Twice(once: false).Apply(_x)[0]);

    [Fact]
    public void A_gradient_that_cannot_be_differentiated() => Same(
        "torch.autograd.grad(custom(lambda ctx, a: a * 2, once_differentiable(lambda ctx, g: g * 2), 'Custom')(x).pow(2).sum(), x, create_graph=True)[0]",
        Torch.Autograd.Grad(Twice(once: true).Apply(_x)[0].Pow(2).Sum(), _x, createGraph: true)!);

    [Fact]
    public void A_checkpoint() => Same("checkpoint(torch.exp, x, use_reentrant=True)", Torch.Utils.Checkpoint(a => a.Exp(), _x, useReentrant: true));

    [Fact]
    public void A_leafs()
    {
        var node = (_x * 2).GradFn!.NextFunctions[0].Function!;
        Assert.Equal(python.Eval("(x * 2).grad_fn.next_functions[0][0].name()", Head), node.Name);
        Assert.Equal(python.Eval("f'<{type((x * 2).grad_fn.next_functions[0][0]).__name__}>'", Head), node.ToString());
    }

    private static Custom Twice(bool once) => new((_, inputs) => [inputs[0] * 2], (_, grads) => [grads[0]! * 2], once);

    private void Same(string expression, Tensor actual)
    {
        // Python's node of a function of one's own is nothing any more without its tensor.
        var setup = $"{Head}tensor = {expression}";
        Assert.Equal(python.Eval("tensor.grad_fn.name()", setup), actual.GradFn!.Name);
        Assert.Equal(python.Eval("f'<{type(tensor.grad_fn).__name__}>'", setup), actual.GradFn.ToString());
        Parity.SameText(python, "tensor", actual, setup);
    }
}
