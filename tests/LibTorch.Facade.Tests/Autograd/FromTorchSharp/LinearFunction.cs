namespace LibTorch.Tests.Autograd.FromTorchSharp;

/// <summary>A linear layer as a custom function, with an optional bias.</summary>
internal sealed class LinearFunction : Function
{
    /// <summary>The same in Python.</summary>
    public const string Python = """
        class LinearFunction(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x, weight, *bias):
                ctx.save_for_backward(x, weight)
                out = x.matmul(weight.T)
                return out + bias[0] if bias else out
            @staticmethod
            def backward(ctx, g):
                x, weight = ctx.saved_tensors
                return (g.matmul(weight), g.T.matmul(x), g.sum(0))[:len(ctx.needs_input_grad)]
        linear = LinearFunction.apply

        """;

    public static Tensor Of(Tensor input, Tensor weight) => new LinearFunction().Apply(input, weight)[0];

    public static Tensor Of(Tensor input, Tensor weight, Tensor bias) => new LinearFunction().Apply(input, weight, bias)[0];

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ctx.SaveForBackward(inputs[0], inputs[1]);
        var output = inputs[0].Matmul(inputs[1].T);
        return [inputs.Length == 2 ? output : output + inputs[2]];
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        var (saved, gradient) = (ctx.SavedTensors, gradOutputs[0]!);
        Tensor?[] gradients = [gradient.Matmul(saved[1]), gradient.T.Matmul(saved[0]), gradient.Sum(0)];
        return gradients[..ctx.NeedsInputGrad.Count];
    }
}
