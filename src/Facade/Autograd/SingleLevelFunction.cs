using LibTorch.Interop;

namespace LibTorch;

/// <summary>A custom function as a node in the graph of one transform level; its forward applies the function on the level below.</summary>
internal sealed class SingleLevelFunction(TransformableFunction function, long level) : Function
{
    internal override string NodeName => $"{function.GetType().Name.Split('`')[0]}GeneratedBackward";

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        var below = Array.ConvertAll(inputs, input => Tensor.Own(TransformCalls.Unwrap(input, level))!);
        Tensor[] results;
        using (Torch.EnableGrad())
        using (LoweredLevel.Enter())
        {
            results = function.Apply(below);
        }

        // If the function returns one of its inputs, return this level's input for it, instead of a new wrapper.
        var outputs = Array.ConvertAll(results, result =>
            Array.IndexOf(below, result) is var i and >= 0 ? inputs[i] : Tensor.Own(TransformCalls.Wrap(result, level))!);
        function.SetupContext(ctx, inputs, outputs);
        return outputs;
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) => function.Backward(ctx, gradOutputs);
}
