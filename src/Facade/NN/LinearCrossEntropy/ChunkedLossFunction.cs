namespace LibTorch.NN;

/// <summary>The loss of a batch. Forward also computes the gradients, chunk by chunk, and the backward pass consumes them.</summary>
internal sealed class ChunkedLossFunction(Func<Tensor[], ChunkedCrossEntropy> of, ChunkGradients<bool> wanted, bool mayRepeat) : Function
{
    private const string Made = "gradients";

    internal override string NodeName => "GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_defaultBackward";

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        var (loss, gradients) = of(inputs).LossAndGradients(wanted);
        ctx.Data[Made] = new[] { gradients.Input, gradients.Weight, gradients.Bias };
        return [loss];
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        var (gradients, factor) = ((Tensor?[])ctx.Data[Made]!, gradOutputs[0]!);
        bool[] asked = [wanted.Input, wanted.Weight, wanted.Bias];
        var results = new Tensor?[ctx.NeedsInputGrad.Count];
        for (var i = 0; i < results.Length; i++)
        {
            if (!asked[i])
            {
                continue;
            }

            if (mayRepeat)
            {
                results[i] = gradients[i]!.Mul(factor);
                continue;
            }

            var made = Interlocked.Exchange(ref gradients[i], null) ?? throw new TorchException(
                "linear_cross_entropy chunked backward called twice; retain_graph=True / double backward are not supported.");
            results[i] = made.Mul_(factor);
        }

        return results;
    }
}
