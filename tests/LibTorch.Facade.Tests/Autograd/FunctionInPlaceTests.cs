using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd;

/// <summary>Custom functions that change or return their inputs; the names are those of PyTorch's own tests.</summary>
public sealed class FunctionInPlaceTests(PythonSession python)
{
    private const string Head = """
        from torch.autograd import Function
        x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
        y = torch.tensor([3., 4.], dtype=torch.float64, requires_grad=True)
        def custom(f, b):
            return type('Custom', (Function,), {'forward': staticmethod(f), 'backward': staticmethod(b)}).apply
        def dirty(ctx, a): a.mul_(2); ctx.mark_dirty(a); return a

        """;

    private readonly Tensor _x = Torch.Tensor([1.0, 2.0], requiresGrad: true);

    private readonly Custom _dirty = new(
        (ctx, inputs) =>
        {
            inputs[0].Mul_(2);
            ctx.MarkDirty(inputs[0]);
            return [inputs[0]];
        },
        (_, grads) => [grads[0]! * 2]);

    [Fact]
    public void test_mark_dirty()
    {
        var inner = _x.Clone();
        var result = _dirty.Apply(inner)[0];
        Assert.Same(inner, result);
        Assert.Equal("CustomBackward", inner.GradFn!.Name);
        const string Setup = Head + "a = x.clone(); out = custom(dirty, lambda ctx, g: g * 2)(a); (a * out).sum().backward()";
        Assert.Equal(python.Eval("a._version", Setup), $"{inner.Version}");
        (inner * result).Sum().Backward();
        Parity.Same(python, "[out, x.grad]", [result, _x.Grad!], Setup);
    }

    [Fact]
    public void test_mark_dirty_of_a_leaf() =>
        Parity.SameError(python, "custom(dirty, lambda ctx, g: g * 2)(x)", () => _dirty.Apply(_x), Head);

    [Fact]
    public void test_mark_dirty_not_returned()
    {
        var function = new Custom((ctx, inputs) => { ctx.MarkDirty(inputs[0].Mul_(2)); return [inputs[0] * 1]; }, (_, grads) => grads);
        const string Setup = Head + "def f(ctx, a): ctx.mark_dirty(a.mul_(2)); return a * 1";
        Parity.SameError(python, "custom(f, lambda ctx, g: g)(x.clone())", () => function.Apply(_x.Clone()), Setup);
    }

    [Fact]
    public void test_a_view_changed_in_place()
    {
        var whole = _x.Clone();
        var result = _dirty.Apply(whole[1..])[0];
        whole.Sum().Backward();
        const string Setup = Head + "a = x.clone(); out = custom(dirty, lambda ctx, g: g * 2)(a[1:]); a.sum().backward()";
        Parity.Same(python, "[a, out, x.grad]", [whole, result, _x.Grad!], Setup);
        Assert.Equal(python.Eval("a.grad_fn.name()", Setup), whole.GradFn!.Name);
    }

    [Fact]
    public void test_function_returns_input()
    {
        var result = new Custom((_, inputs) => inputs, (_, grads) => [grads[0]! * 2]).Apply(_x)[0];
        Assert.NotSame(_x, result);
        result.Sum().Backward();
        const string Setup = Head + "out = custom(lambda ctx, a: a, lambda ctx, g: g * 2)(x); out.sum().backward()";
        Parity.Same(python, "[out, x.grad]", [result, _x.Grad!], Setup);
        Parity.SameText(python, "out", result, Setup);
        Assert.True(_x.IsLeaf);
    }

    [Fact]
    public void test_return_duplicate()
    {
        var function = new Custom(
            (_, inputs) =>
            {
                var output = inputs[0] * 2;
                return [output, output];
            },
            (_, grads) => [grads[0]! * 2 + grads[1]! * 2]);
        var results = function.Apply(_x);
        (results[0] + results[1]).Sum().Backward();
        const string Setup = Head + """
            def f(ctx, a): out = a * 2; return out, out
            r = custom(f, lambda ctx, g, h: g * 2 + h * 2)(x)
            (r[0] + r[1]).sum().backward()
            """;
        Parity.Same(python, "x.grad", _x.Grad!, Setup);
    }

    [Fact]
    public void test_mark_non_differentiable()
    {
        var function = new Custom(
            (ctx, inputs) =>
            {
                var mask = inputs[0] > 1;
                ctx.MarkNonDifferentiable(mask);
                return [inputs[0] * 2, mask];
            },
            (_, grads) =>
            {
                Assert.Equal(DType.Bool, grads[1]!.DType);
                return [grads[0]! * 2];
            });
        var results = function.Apply(_x);
        Assert.True(results[0].RequiresGrad);
        Assert.False(results[1].RequiresGrad);
        Assert.Null(results[1].GradFn);
        results[0].Sum().Backward();
        Assert.Equal([2.0, 2.0], _x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_mark_non_differentiable_mixed()
    {
        var function = new Custom(
            (ctx, inputs) =>
            {
                var (a, b) = (inputs[0] + 1, inputs[0] + 2);
                ctx.MarkNonDifferentiable(a);
                return [a, b];
            },
            (_, grads) =>
            {
                Assert.Equal([0.0, 0.0], grads[0]!.ToArray<double>());
                return [grads[1]];
            });
        var results = function.Apply(_x);
        Assert.Equal([false, true], results.Select(result => result.RequiresGrad));
        results[1].Sum().Backward();
        Assert.Equal([1.0, 1.0], _x.Grad!.ToArray<double>());
    }

    [Fact]
    public void test_saved_variable_version_counter()
    {
        // Both an input and an output that backward needs are guarded.
        const string Setup = Head + """
            def f(ctx, a): out = a.exp(); ctx.save_for_backward(a, out); return out
            def b(ctx, g): return g * ctx.saved_tensors[1]
            def run(change):
                a = x.clone(); out = custom(f, b)(a); change(a, out); out.sum().backward()
            """;
        Parity.SameError(python, "run(lambda a, out: a.add_(1))", () => Run((a, _) => a.Add_(1)), Setup);
        Parity.SameError(python, "run(lambda a, out: out.add_(1))", () => Run((_, result) => result.Add_(1)), Setup);

        void Run(Action<Tensor, Tensor> change)
        {
            var function = new Custom(
                (ctx, inputs) =>
                {
                    var output = inputs[0].Exp();
                    ctx.SaveForBackward(inputs[0], output);
                    return [output];
                },
                (ctx, grads) => [grads[0]! * ctx.SavedTensors[1]]);
            var a = _x.Clone();
            var result = function.Apply(a)[0];
            change(a, result);
            result.Sum().Backward();
        }
    }

    [Fact]
    public void test_a_freed_graph()
    {
        const string Setup = Head + """
            def f(ctx, a): ctx.save_for_backward(a); return a * a
            def b(ctx, g): a, = ctx.saved_tensors; return g * 2 * a
            out = custom(f, b)(x); out.sum().backward()
            """;
        var function = new Custom((ctx, inputs) => { ctx.SaveForBackward(inputs); return [inputs[0] * inputs[0]]; }, (ctx, grads) => [grads[0]! * 2 * ctx.SavedTensors[0]]);
        var result = function.Apply(_x)[0];
        result.Sum().Backward();
        Parity.SameError(python, "out.sum().backward()", () => result.Sum().Backward(), Setup);
    }
}
