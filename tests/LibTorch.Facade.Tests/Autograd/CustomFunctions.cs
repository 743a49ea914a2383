namespace LibTorch.Tests.Autograd;

/// <summary>The functions that the tests use, each beside its Python twin in FunctionTests.</summary>
internal static class CustomFunctions
{
    public sealed class MyExp : UnaryFunction
    {
        protected override Tensor Forward(FunctionContext ctx, Tensor input)
        {
            var output = input.Exp();
            ctx.SaveForBackward(output);
            return output;
        }

        protected override Tensor? Backward(FunctionContext ctx, Tensor gradOutput) => gradOutput * ctx.SavedTensors[0];
    }

    /// <summary>A function written down where it is used.</summary>
    public sealed class Custom(Func<FunctionContext, Tensor[], Tensor[]> forward, Func<FunctionContext, Tensor?[], Tensor?[]> backward, bool once = false) : Function
    {
        protected override bool OnceDifferentiable => once;

        protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs) => forward(ctx, inputs);

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => backward(ctx, gradOutputs);
    }
}
