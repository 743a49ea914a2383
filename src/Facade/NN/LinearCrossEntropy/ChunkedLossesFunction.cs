namespace LibTorch.NN;

/// <summary>The loss of each row of a batch. The gradients depend on those of the losses, so the backward pass computes the logits again, chunk by chunk.</summary>
internal sealed class ChunkedLossesFunction(Func<Tensor[], ChunkedCrossEntropy> of) : Function
{
    internal override string NodeName => "GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_no_reduction_defaultBackward";

    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ctx.SaveForBackward([.. inputs.Select(input => input.Detach())]);
        return [of(inputs).Losses()];
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        var (needs, inputs) = (ctx.NeedsInputGrad, ctx.SavedTensors);
        using var mode = Torch.NoGrad();
        var (_, gradients) = of([.. inputs]).LossAndGradients(new(needs[0], needs[1], needs.Count > 2 && needs[2]), gradOutputs[0]);
        return [.. new[] { gradients.Input, gradients.Weight, gradients.Bias }.Take(inputs.Count)];
    }
}
