using LibTorch.Interop;

namespace LibTorch;

/// <summary>One reentrant checkpoint: its backward runs a nested backward pass; <c>torch.utils.checkpoint.CheckpointFunction</c>.</summary>
internal sealed class CheckpointFunction(Func<Tensor[], Tensor[]> function, bool preserveRngState) : Function
{
    protected internal override Tensor[] Forward(FunctionContext ctx, Tensor[] inputs)
    {
        ctx.Data["autocast"] = new AutocastSnapshot();
        if (preserveRngState)
        {
            ctx.Data["random"] = RngSnapshot.Of(inputs);
        }

        ctx.SaveForBackward(inputs);
        return function(inputs);
    }

    protected internal override Tensor?[] Backward(FunctionContext ctx, Tensor?[] gradOutputs)
    {
        if (!AutogradCalls.IsCheckpointValid())
        {
            throw new TorchException(LibraryCalls.IsAtLeast(2, 4)
                ? "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or passing an `inputs` parameter to .backward(). To resolve this error, you can either set use_reentrant=False, or call .backward() without passing the `inputs` argument."
                : "Checkpointing is not compatible with .grad() or when an `inputs` parameter is passed to .backward(). Please use .backward() and do not pass its `inputs` argument.");
        }

        Tensor[] inputs = [.. ctx.SavedTensors.Select(input => input.Detach().RequiresGrad_(input.RequiresGrad))];
        var outputs = ctx.Data.TryGetValue("random", out var random) ? ((RngSnapshot)random!).Replay(Again) : Again();
        var differentiable = outputs.Zip(gradOutputs).Where(pair => pair.First.RequiresGrad).ToArray();
        if (differentiable.Length == 0)
        {
            throw new TorchException("none of output has requires_grad=True, this checkpoint() is not necessary");
        }

        Torch.Autograd.Backward([.. differentiable.Select(pair => pair.First)], [.. differentiable.Select(pair => pair.Second)]);
        return [.. inputs.Select(input => input.Grad)];

        Tensor[] Again()
        {
            using var recording = Torch.EnableGrad();
            return ((AutocastSnapshot)ctx.Data["autocast"]!).Replay(() => function(inputs));
        }
    }
}
