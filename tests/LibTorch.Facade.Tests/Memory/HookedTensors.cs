namespace LibTorch.Tests.Memory;

/// <summary>What the tests of hooks' lifetimes hook.</summary>
internal static class HookedTensors
{
    /// <summary>How many elements of 4 bytes each has.</summary>
    public const int Elements = 1 << 18;

    public static Tensor Leaf() => Torch.Ones([Elements], requiresGrad: true);

    /// <summary>What a hook does that holds the tensor.</summary>
    public static Tensor? Use(Tensor tensor)
    {
        Assert.True(tensor.RequiresGrad);
        return null;
    }

    /// <summary>A function that keeps its output for the backward.</summary>
    internal sealed class Remembering : Function
    {
        protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
        {
            var output = inputs[0].Exp();
            ctx.Data["output"] = output;
            return [output];
        }

        protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs) =>
            [gradOutputs[0]! * ((Tensor)ctx.Data["output"]!).Detach()];
    }
}
