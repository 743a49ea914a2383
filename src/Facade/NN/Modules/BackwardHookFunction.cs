namespace LibTorch.NN;

/// <summary>Gives its inputs, so that a node of the graph stands where gradients go into or out of a module.</summary>
internal sealed class BackwardHookFunction : Function
{
    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ctx.MarkNonDifferentiable(Array.FindAll(inputs, input => !input.RequiresGrad));
        return inputs;
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => gradOutputs;
}
