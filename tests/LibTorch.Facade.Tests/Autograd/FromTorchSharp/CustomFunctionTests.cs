using System.Runtime.CompilerServices;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>Custom autograd functions: what TorchSharp's tests check, with Python's values.</summary>
public sealed class CustomFunctionTests(PythonSession python)
{
    private const string Head = LinearFunction.Python + """
        x = torch.linspace(-1, 1, 6).reshape(2, 3).requires_grad_()
        v = torch.linspace(3, 1, 15).reshape(5, 3).requires_grad_()
        w = torch.linspace(2, -3, 12).reshape(4, 3).requires_grad_()
        b = torch.tensor([.5, -1., 2., 0.], requires_grad=True)

        """;

    private const string TwoOutputs = Head + """
        class Two(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x, v, w):
                ctx.save_for_backward(x, v, w)
                return x.matmul(w.T), v.matmul(w.T)
            @staticmethod
            def backward(ctx, gx, gv):
                x, v, w = ctx.saved_tensors
                return gx.matmul(w), gv.matmul(w), gx.T.matmul(x) + gv.T.matmul(v) if whole else None

        """;

    private readonly Tensor _x = Torch.Linspace(-1, 1, 6).Reshape(2, 3).RequiresGrad_();
    private readonly Tensor _v = Torch.Linspace(3, 1, 15).Reshape(5, 3).RequiresGrad_();
    private readonly Tensor _w = Torch.Linspace(2, -3, 12).Reshape(4, 3).RequiresGrad_();
    private readonly Tensor _b = Torch.Tensor([0.5f, -1f, 2f, 0f], requiresGrad: true);

    [Fact]
    public void Both_arguments_get_their_gradients()
    {
        var output = LinearFunction.Of(_x, _w);
        output.Exp().Sum().Backward();
        Parity.Same(python, "[o, x.grad, w.grad]", [output, _x.Grad!, _w.Grad!], Head + "o = linear(x, w); o.exp().sum().backward()");
    }

    [Fact]
    public void An_optional_argument_gets_its_gradient()
    {
        var output = LinearFunction.Of(_x, _w, _b);
        output.Exp().Sum().Backward();
        Parity.Same(python, "[o, x.grad, w.grad, b.grad]", [output, _x.Grad!, _w.Grad!, _b.Grad!], Head + "o = linear(x, w, b); o.exp().sum().backward()");
    }

    [Fact]
    public void Without_inputs_that_require_grad_it_only_computes()
    {
        var output = LinearFunction.Of(_x.Detach(), _w.Detach());
        Assert.Equal(
            python.Eval("f'{bits(o)} {o.requires_grad} {o.grad_fn is None}'", Head + "o = linear(x.detach(), w.detach())"),
            $"{Parity.Bits(output)} {output.RequiresGrad} {output.GradFn is null}");
    }

    [Fact]
    public void It_computes_on_many_threads_at_once()
    {
        var expected = python.Eval("bits(linear(x.detach(), w.detach()))", Head);
        var (x, w) = (_x.Detach(), _w.Detach());
        Parallel.For(0, 50, _ =>
        {
            var output = LinearFunction.Of(x, w);
            Assert.False(output.RequiresGrad);
            Assert.Equal(expected, Parity.Bits(output));
        });
    }

    [Fact]
    public void A_weight_gets_the_gradients_of_two_outputs()
    {
        var outputs = Two(isWhole: true).Apply(_x, _v, _w);
        (outputs[0].Exp().Sum() + outputs[1].Sum()).Backward();
        Parity.Same(
            python, "[*o, x.grad, v.grad, w.grad]", [outputs[0], outputs[1], _x.Grad!, _v.Grad!, _w.Grad!],
            TwoOutputs + "whole = True; o = Two.apply(x, v, w); (o[0].exp().sum() + o[1].sum()).backward()");
    }

    [Fact]
    public void An_argument_whose_gradient_is_null_has_none()
    {
        var outputs = Two(isWhole: false).Apply(_x, _v, _w);
        (outputs[0].Exp().Sum() + outputs[1].Sum()).Backward();
        const string Setup = TwoOutputs + "whole = False; o = Two.apply(x, v, w); (o[0].exp().sum() + o[1].sum()).backward()";
        Parity.Same(python, "[x.grad, v.grad]", [_x.Grad!, _v.Grad!], Setup);
        Assert.Equal(python.Eval("w.grad is None", Setup), $"{_w.Grad is null}");
    }

    [Fact]
    public void A_number_is_a_constructor_argument_of_the_function()
    {
        // In TorchSharp and Python it is an argument that has no gradient.
        var (twice, minus) = (new Scaled(2), new Scaled(-3.5));
        (twice.Apply(_x) * minus.Apply(_x)).Sum().Backward();
        Parity.Same(python, "x.grad", _x.Grad!, Head + """
            class Scaled(torch.autograd.Function):
                @staticmethod
                def forward(ctx, x, k): ctx.k = k; return x * k
                @staticmethod
                def backward(ctx, g): return g * ctx.k, None
            (Scaled.apply(x, 2.) * Scaled.apply(x, -3.5)).sum().backward()
            """);
    }

    [Fact]
    public void The_collector_may_run_between_forward_and_backward()
    {
        var output = Forward();
        for (var i = 0; i < 3; i++)
        {
            Torch.Memory.Collect();
        }

        output.Sum().Backward();
        Parity.Same(python, "[x.grad, w.grad, b.grad]", [_x.Grad!, _w.Grad!, _b.Grad!], Head + "linear(x, w, b).sum().backward()");
    }

    // Not inlined, so that only the graph refers to the function and its context.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Tensor Forward() => LinearFunction.Of(_x, _w, _b);

    private static Custom Two(bool isWhole) => new(
        (ctx, inputs) =>
        {
            ctx.SaveForBackward(inputs);
            return [inputs[0].Matmul(inputs[2].T), inputs[1].Matmul(inputs[2].T)];
        },
        (ctx, grads) =>
        {
            var (saved, first, second) = (ctx.SavedTensors, grads[0]!, grads[1]!);
            var weight = isWhole ? first.T.Matmul(saved[0]) + second.T.Matmul(saved[1]) : null;
            return [first.Matmul(saved[2]), second.Matmul(saved[2]), weight];
        });

    private sealed class Scaled(double factor) : UnaryFunction
    {
        protected override Tensor Forward(FunctionContext ctx, Tensor input) => input * factor;

        protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput) => gradOutput * factor;
    }
}
