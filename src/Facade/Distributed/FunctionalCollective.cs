namespace LibTorch.Distributed;

/// <summary>A collective in the graph, whose gradient is another collective.</summary>
/// <param name="forward">The collective.</param>
/// <param name="backward">Computes the gradients of its arguments from those of its results.</param>
internal sealed class FunctionalCollective(Func<Tensor[], Tensor[]> forward, Func<Tensor[], Tensor[]> backward) : Function
{
    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs) => forward(inputs);

    // None is null: a result that is not used has a gradient of zeros.
    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) =>
        backward(Array.ConvertAll(gradOutputs, gradient => gradient!.Contiguous()));
}
