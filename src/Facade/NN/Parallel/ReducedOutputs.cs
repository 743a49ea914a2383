namespace LibTorch.NN.Parallel;

/// <summary>Gives a module's outputs back, and hears of the backward pass through them; Python's <c>_DDPSink</c>.</summary>
/// <param name="reducer">Whose pass it is.</param>
/// <param name="delays">Whether all gradients are averaged at the end of the pass, as in a static graph's first one.</param>
internal sealed class ReducedOutputs(GradientReducer reducer, bool delays) : Function
{
    internal override string NodeName => "_DDPSinkBackward";

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        // Where not all outputs go into the loss, the others' gradients stay undefined.
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
