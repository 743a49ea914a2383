namespace LibTorch;

/// <summary>Checks second derivatives: runs gradcheck on the backward pass, as a function of the inputs and the output gradients.</summary>
internal static class Gradgradcheck
{
    public static bool Run(
        Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? gradOutputs, bool nonContiguous, GradcheckSettings settings, bool raiseException)
    {
        ArgumentNullException.ThrowIfNull(given);
        GradcheckRun.Require(settings.CheckForwardAD || settings.CheckBackwardAD, "Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True");
        GradcheckRun.Require(!settings.CheckUndefinedGrad || settings.CheckBackwardAD, "Setting check_undefined_grad=True requires check_rev_over_rev to be True");
        GradcheckRun.Require(!settings.CheckBatchedGrad || settings.CheckBackwardAD, "Setting check_batched_grad=True requires check_rev_over_rev to be True");
        var inputs = given.ToArray();
        var vectors = gradOutputs?.ToArray() ?? Array.ConvertAll(GradcheckCase.Differentiable(function(inputs)), output => Random(output, nonContiguous));
        var differentiable = Enumerable.Range(0, inputs.Length).Where(i => inputs[i].RequiresGrad).ToArray();
        var recording = Array.ConvertAll(vectors, vector => vector.RequiresGrad);
        return GradcheckRun.Run(Backward, [.. inputs, .. vectors], settings, raiseException);

        Tensor[] Backward(Tensor[] arguments)
        {
            var point = arguments[..inputs.Length];
            Array.ForEach(differentiable, i => point[i].RequiresGrad_());
            var outputs = GradcheckCase.Differentiable(function(point));
            var directions = arguments[inputs.Length..];
            for (var i = 0; i < directions.Length; i++)
            {
                _ = recording[i] ? directions[i].RequiresGrad_() : directions[i];
            }

            var grads = Torch.Autograd.Grad(outputs, Array.ConvertAll(differentiable, i => point[i]), directions, createGraph: true, allowUnused: true);
            return [.. grads.OfType<Tensor>()];
        }
    }

    // Random numbers between -1 and 1, as torch.testing.make_tensor creates them.
    private static Tensor Random(Tensor like, bool nonContiguous)
    {
        var dtype = GradcheckCase.HasDerivatives(like) ? like.DType : DType.Float64;
        var made = Torch.Empty([.. like.Shape], dtype: dtype, device: like.Device);
        (dtype.IsComplex ? Torch.ViewAsReal(made) : made).Uniform_(-1, 1);
        if (nonContiguous && like.Numel > 1)
        {
            made = made.RepeatInterleave(2, -1)[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)];
        }

        return made.RequiresGrad_();
    }
}
