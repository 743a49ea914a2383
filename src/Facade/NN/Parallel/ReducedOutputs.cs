namespace LibTorch.NN.Parallel;

/// <summary>Returns a module's outputs, and notifies the reducer when the backward pass reaches them; Python's <c>_DDPSink</c>.</summary>
/// <param name="reducer">The reducer of the module.</param>
/// <param name="delays">Whether all gradients are averaged at the end of the pass, as in a static graph's first one.</param>
internal sealed class ReducedOutputs(GradientReducer reducer, bool delays) : Function
{
    internal override string NodeName => "_DDPSinkBackward";

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        // The gradients of outputs that do not contribute to the loss stay undefined.
        ctx.SetMaterializeGrads(false);
        return Array.ConvertAll(inputs, input => input.Clone());
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        if (delays)
        {
            reducer.DelayAllReduce();
        }

        return gradOutputs;
    }
}
