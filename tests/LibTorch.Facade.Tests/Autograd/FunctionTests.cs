using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Custom functions; the names are those of PyTorch's own tests.</summary>
public sealed class FunctionTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd import Function
        x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([3., 4.], dtype=torch.float64, requires_grad=True)
        class MyExp(Function):
            @staticmethod
            def forward(ctx, i):
                out = i.exp(); ctx.save_for_backward(out); return out
            @staticmethod
            def backward(ctx, g):
                out, = ctx.saved_tensors; return g * out
        def custom(f, b):
            return type('Custom', (Function,), {'forward': staticmethod(f), 'backward': staticmethod(b)}).apply

        """;

    private readonly Tensor _x = Torch.Tensor([1.0, 2.0], requiresGrad: true);
    private readonly Tensor _y = Torch.Tensor([3.0, 4.0], requiresGrad: true);

    [Fact]
    public void test_function()
    {
        // Forward and backward with several inputs, one of them needed and one not, and a number.
        var function = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                ctx.Data["scale"] = 2.0;
                return [inputs[0] + (double)ctx.Data["scale"]! * inputs[1] + inputs[0] * inputs[1]];
            },
            (ctx, grads) =>
            {
                Assert.Equal([true, true], ctx.NeedsInputGrad);
                var (a, b) = (ctx.SavedTensors[0], ctx.SavedTensors[1]);
                return [grads[0]! + grads[0]! * b, grads[0]! * (double)ctx.Data["scale"]! + grads[0]! * a];
            });
        var result = function.Apply(_x, _y)[0];
        Assert.Equal("<CustomBackward>", result.GradFn!.ToString());
        const string Setup = Head + """
            def f(ctx, a, b, k): ctx.save_for_backward(a, b); ctx.k = k; return a + k * b + a * b
            def b(ctx, g): a, b = ctx.saved_tensors; return g + g * b, g * ctx.k + g * a, None
            out = custom(f, b)(x, y, 2.)
            go = torch.ones(2, dtype=torch.float64, requires_grad=True)
            out.backward(go, create_graph=True)
            """;
        using var gradOutput = Torch.Ones([2], dtype: DType.Float64, requiresGrad: true);
        result.Backward(gradOutput, createGraph: true);
        Parity.Same(python, "[out, x.grad, y.grad]", [result, _x.Grad!, _y.Grad!], Setup);
        var (gx, gy) = (_x.Grad!, _y.Grad!);
        Parity.Same(python, "torch.autograd.grad(x.grad.sum() + y.grad.sum(), [x, y, go])", Torch.Autograd.Grad([gx.Sum() + gy.Sum()], [_x, _y, gradOutput])!, Setup);
        _x.Grad = _y.Grad = null;
    }

    [Fact]
    public void test_named_and_printed()
    {
        var result = new MyExp().Apply(_x);
        Assert.Equal("MyExpBackward", result.GradFn!.Name);
        Parity.SameText(python, "MyExp.apply(x)", result, Head);
        Parity.SameText(python, "MyExp.apply(x.detach())", new MyExp().Apply(_x.Detach()), Head);
        using (Torch.NoGrad())
        {
            Assert.Null(new MyExp().Apply(_x).GradFn);
        }
    }

    [Fact]
    public void test_double_backward()
    {
        Assert.Equal(_x.Exp().ToArray<double>(), Third().ToArray<double>());
        Parity.Same(python, "g(g(g(MyExp.apply(x))))", Third(), Head + "g = lambda v: torch.autograd.grad(v.sum(), x, create_graph=True)[0]");

        Tensor Third()
        {
            var value = new MyExp().Apply(_x);
            for (var i = 0; i < 3; i++)
            {
                value = Torch.Autograd.Grad(value.Sum(), _x, createGraph: true);
            }

            return value;
        }
    }

    [Fact]
    public void test_once_differentiable()
    {
        const string Setup = Head + """
            from torch.autograd.function import once_differentiable
            def f(ctx, a): ctx.save_for_backward(a); return a * a
            @once_differentiable
            def b(ctx, g): assert not torch.is_grad_enabled(); a, = ctx.saved_tensors; return g * 2 * a
            out = custom(f, b)(x)
            go = torch.ones(2, dtype=torch.float64, requires_grad=True)
            gx, = torch.autograd.grad(out, x, go, create_graph=True)
            """;
        var function = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                return [inputs[0] * inputs[0]];
            },
            (ctx, grads) =>
            {
                Assert.False(Torch.IsGradEnabled());
                return [grads[0]! * 2 * ctx.SavedTensors[0]];
            },
            once: true);
        using var gradOutput = Torch.Ones([2], dtype: DType.Float64, requiresGrad: true);
        var grad = Torch.Autograd.Grad(function.Apply(_x)[0], _x, gradOutput, createGraph: true);
        Parity.SameText(python, "gx", grad, Setup);
        Parity.SameError(python, "gx.sum().backward()", () => grad.Sum().Backward(), Setup);
        Parity.Same(python, "torch.autograd.grad(custom(f, b)(x).sum(), x)[0]", Torch.Autograd.Grad(function.Apply(_x)[0].Sum(), _x), Setup);
    }

    [Fact]
    public void test_too_many_grads()
    {
        var function = new Custom((_, inputs) => [inputs[0].Clone()], (_, grads) => [grads[0], null, null]);
        Parity.Same(python, "torch.autograd.grad(custom(lambda ctx, a: a.clone(), lambda ctx, g: (g, None, None))(x).sum(), x)", [Torch.Autograd.Grad(function.Apply(_x)[0].Sum(), _x)], Head);
    }

    [Theory]
    [InlineData("(g, g)")]
    [InlineData("()")]
    [InlineData("(torch.ones(3, dtype=torch.float64),)")]
    public void test_invalid_gradients(string returned)
    {
        Tensor?[] Backward(Tensor gradient) => returned switch
        {
            "(g, g)" => [gradient, gradient],
            "()" => [],
            _ => [Torch.Ones(3, dtype: DType.Float64)],
        };
        var result = new Custom((_, inputs) => [inputs[0].Clone()], (_, grads) => Backward(grads[0]!)).Apply(_x)[0];
        Parity.SameError(python, "out.sum().backward()", () => result.Sum().Backward(), Head + $"out = custom(lambda ctx, a: a.clone(), lambda ctx, g: {returned})(x)");
    }

    [Fact]
    public void test_materialize_grads()
    {
        var function = new Custom(
            (_, inputs) => [inputs[0].Clone(), inputs[0] * 2],
            (_, grads) =>
            {
                Assert.Equal([0.0, 0.0], grads[1]!.ToArray<double>());
                return [grads[0]! + grads[1]!];
            });
        function.Apply(_x)[0].Sum().Backward();
        Assert.Equal([1.0, 1.0], _x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_dont_materialize_grads()
    {
        var function = new Custom(
            (ctx, inputs) =>
            {
                ctx.SetMaterializeGrads(false);
                return [inputs[0].Clone(), inputs[0] * 2];
            },
            (_, grads) =>
            {
                Assert.Null(grads[1]);
                return [grads[0]];
            });
        function.Apply(_x)[0].Sum().Backward();
        Assert.Equal([1.0, 1.0], _x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_needs_input_grad()
    {
        using var constant = Torch.Ones([2], dtype: DType.Float64);
        var function = new Custom(
            (ctx, inputs) =>
            {
                Assert.Equal([true, false], ctx.NeedsInputGrad);
                return [inputs[0] + inputs[1]];
            },
            (ctx, grads) => [grads[0], ctx.NeedsInputGrad[1] ? grads[0] : null]);
        function.Apply(_x, constant)[0].Sum().Backward();
        Assert.Equal([1.0, 1.0], _x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_saved_tensors_are_there_in_backward_only()
    {
        FunctionContext? stashed = null;
        var function = new Custom(
            (ctx, inputs) =>
            {
                ctx.SaveForBackward(inputs);
                Assert.Throws<InvalidOperationException>(() => ctx.SavedTensors);
                return [inputs[0] * 2];
            },
            (ctx, grads) =>
            {
                stashed = ctx;
                Assert.Single(ctx.SavedTensors);
                return [grads[0]! * 2];
            });
        var result = function.Apply(_x)[0].Sum();
        result.Backward();
        Assert.Throws<InvalidOperationException>(() => stashed!.SavedTensors);
        Assert.Throws<ArgumentNullException>(() => new Custom((ctx, inputs) => { ctx.SaveForBackward([null!]); return []; }, (_, grads) => grads).Apply(_x));
        Assert.Throws<ArgumentNullException>(() => function.Apply([_x, null!]));
    }

    [Fact]
    public void test_custom_function_exception()
    {
        var function = new Custom((_, inputs) => [inputs[0].Clone()], (_, _) => throw new InvalidDataException("from backward"));
        var error = Assert.Throws<InvalidDataException>(() => function.Apply(_x)[0].Sum().Backward());
        Assert.Contains(nameof(test_custom_function_exception), error.StackTrace, StringComparison.Ordinal);
        var failing = new Custom((_, _) => throw new InvalidDataException("from forward"), (_, grads) => grads);
        Assert.Throws<InvalidDataException>(() => failing.Apply(_x));
        Assert.True(Torch.IsGradEnabled());
        Assert.Throws<InvalidOperationException>(() => new Custom((_, _) => null!, (_, grads) => grads).Apply(_x));
        Assert.Throws<InvalidOperationException>(() => new Custom((_, inputs) => [inputs[0] * 2], (_, _) => null!).Apply(_x)[0].Sum().Backward());
    }
}
