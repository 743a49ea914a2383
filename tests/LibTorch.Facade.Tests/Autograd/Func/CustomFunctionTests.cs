using LibTorch.Interop;
using static LibTorch.Tests.Autograd.CustomFunctions;

namespace LibTorch.Tests.Func;

/// <summary>Functions of one's own inside transforms, against Python.</summary>
public sealed class CustomFunctionTests(PythonSession python)
{
    private const string Setup = FuncSetup.Python + """

        x = torch.tensor([.5, -1., 2.], dtype=torch.float64)
        xs = torch.stack([x, 2 * x])
        class Cube(torch.autograd.Function):
            @staticmethod
            def forward(a): return a ** 3
            @staticmethod
            def setup_context(ctx, inputs, output): ctx.save_for_backward(*inputs)
            @staticmethod
            def backward(ctx, g): return g * 3 * ctx.saved_tensors[0] ** 2
            @staticmethod
            def vmap(info, in_dims, a): return Cube.apply(a), in_dims[0]
        class Plain(torch.autograd.Function):
            @staticmethod
            def forward(a): return a ** 3
            @staticmethod
            def setup_context(ctx, inputs, output): pass
        class MyExp(torch.autograd.Function):
            @staticmethod
            def forward(ctx, a): return a.exp()
            @staticmethod
            def backward(ctx, g): return g
        """;

    private static Tensor X => Torch.Tensor([0.5, -1.0, 2.0]);

    private static bool Transforms => LibraryCalls.IsAtLeast(2, 0);

    [Fact]
    public void Without_a_context_of_its_own_it_is_an_error_with_Pythons_words()
    {
        Parity.SameError(python, "grad(lambda a: MyExp.apply(a).sum())(x)", () => Torch.Func.Grad((Tensor a) => new MyExp().Apply(a).Sum())(X), Setup);
        Parity.SameError(python, "vmap(lambda a: MyExp.apply(a))(xs)", () => Torch.Func.Vmap((Tensor a) => new MyExp().Apply(a))(Torch.Stack([X, 2 * X])), Setup);

        // Nothing is left behind.
        Assert.Equal(X.Exp().ToArray<double>(), new MyExp().Apply(X).ToArray<double>());
    }

    [Fact]
    public void Gradients_of_any_order()
    {
        if (!Transforms)
        {
            Assert.Throws<TorchException>(() => Torch.Func.Grad((Tensor a) => CubeOf(a).Sum())(X));
            return;
        }

        Parity.Same(python, "grad(lambda a: Cube.apply(a).sum())(x)", Torch.Func.Grad((Tensor a) => CubeOf(a).Sum())(X), Setup);
        Parity.Same(
            python, "grad(lambda b: grad(lambda a: Cube.apply(a).sum())(b).sum())(x)",
            Torch.Func.Grad((Tensor b) => Torch.Func.Grad((Tensor a) => CubeOf(a).Sum())(b).Sum())(X), Setup);
        Parity.Same(python, "vjp(Cube.apply, x)[1](x)[0]", Torch.Func.Vjp((Tensor a) => CubeOf(a), X).Item2(X), Setup);
    }

    [Fact]
    public void Batches_with_a_rule_of_its_own()
    {
        if (!Transforms)
        {
            return;
        }

        var xs = Torch.Stack([X, 2 * X]);
        Parity.Same(python, "vmap(Cube.apply)(xs)", Torch.Func.Vmap((Tensor a) => CubeOf(a))(xs), Setup);
        Parity.Same(python, "vmap(grad(lambda a: Cube.apply(a).sum()))(xs)", Torch.Func.Vmap(Torch.Func.Grad((Tensor a) => CubeOf(a).Sum()))(xs), Setup);
        Parity.Same(python, "jacrev(Cube.apply)(x)", Torch.Func.Jacrev((Tensor a) => CubeOf(a))(X), Setup);
        Parity.SameError(python, "vmap(Plain.apply)(xs)", () => Torch.Func.Vmap((Tensor a) => new Plain().Apply(a)[0])(xs), Setup);
    }

    [Fact]
    public void Outside_of_transforms_it_is_as_any_other()
    {
        using var x = X.RequiresGrad_();
        var y = CubeOf(x);
        Assert.Equal("CubeBackward", y.GradFn!.Name);
        Assert.True(Torch.Autograd.Gradgradcheck(CubeOf, x));
        var outer = 2 * X;
        if (Transforms)
        {
            // A tensor that is not of the level is none of its business.
            Parity.Same(python, "grad(lambda a: (a * Cube.apply(2 * x)).sum())(x)", Torch.Func.Grad((Tensor a) => (a * CubeOf(outer)).Sum())(X), Setup);
            Assert.Throws<TorchNotImplementedException>(() => Torch.Func.Jvp((Tensor a) => CubeOf(a), X, X));
        }
    }

    [Fact]
    public void An_exception_comes_out_and_leaves_no_level_changed()
    {
        if (Transforms)
        {
            var failing = new Failing();
            Assert.Throws<InvalidDataException>(() => Torch.Func.Grad((Tensor a) => failing.Apply(a)[0].Sum())(X));
        }

        Assert.Equal(X.ToArray<double>().Select(value => 2 * value), Torch.Func.Grad((Tensor a) => a.Pow(2).Sum())(X).ToArray<double>());
    }

    [Fact]
    public void A_backward_may_apply_functions_when_the_level_is_over()
    {
        if (!Transforms)
        {
            return;
        }

        // What it saved is of a level that is no more.
        var (_, vjp) = Torch.Func.Vjp((Tensor a) => new Quarter().Apply(a)[0], X);
        using var v = Torch.Ones([3], dtype: DType.Float64, requiresGrad: true);
        vjp(v).Sum().Backward();
        Parity.Same(python, "x ** 3", v.Grad!, Setup);
    }

    private static Tensor CubeOf(Tensor a) => new Cube().Apply(a)[0];

    private sealed class Cube : TransformableFunction
    {
        protected override Tensor[] Forward(Tensor[] inputs) => [inputs[0].Pow(3)];

        protected internal override void SetupContext(FunctionContext ctx, Tensor[] inputs, Tensor[] outputs) => ctx.SaveForBackward(inputs);

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => [gradOutputs[0]! * 3 * ctx.SavedTensors[0].Pow(2)];

        protected override (Tensor[] Outputs, long?[] OutDims) Vmap(long batchSize, long?[] inDims, Tensor[] inputs) => (Apply(inputs), [inDims[0]]);
    }

    private sealed class Quarter : TransformableFunction
    {
        protected override Tensor[] Forward(Tensor[] inputs) => [inputs[0].Pow(4) / 4];

        protected internal override void SetupContext(FunctionContext ctx, Tensor[] inputs, Tensor[] outputs) => ctx.SaveForBackward(inputs);

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => [gradOutputs[0]! * CubeOf(ctx.SavedTensors[0])];
    }

    private sealed class Plain : TransformableFunction
    {
        protected override Tensor[] Forward(Tensor[] inputs) => [inputs[0].Pow(3)];

        protected internal override void SetupContext(FunctionContext ctx, Tensor[] inputs, Tensor[] outputs)
        {
        }

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => gradOutputs;
    }

    private sealed class Failing : TransformableFunction
    {
        protected override Tensor[] Forward(Tensor[] inputs) => throw new InvalidDataException();

        protected internal override void SetupContext(FunctionContext ctx, Tensor[] inputs, Tensor[] outputs)
        {
        }

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => gradOutputs;
    }
}
