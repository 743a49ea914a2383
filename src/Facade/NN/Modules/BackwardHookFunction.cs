namespace LibTorch.NN;

/// <summary>The identity function: its node in the graph marks where gradients enter or leave a module.</summary>
internal sealed class BackwardHookFunction : Function
{
    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ctx.MarkNonDifferentiable(Array.FindAll(inputs, input => !input.RequiresGrad));
        return inputs;
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => gradOutputs;
}
