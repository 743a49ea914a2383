using LibTorch.Interop;

namespace LibTorch;

/// <summary>The checks that Python's torch.autograd makes before the engine runs, with the same messages.</summary>
internal static class GradientCheck
{
    /// <summary>The gradients to start from: the given ones (with one more dimension if batched), or a 1 for each scalar output.</summary>
    public static Tensor?[] Complete(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor?>? gradients, bool batched = false)
    {
        if (gradients is not null && gradients.Count != outputs.Count)
        {
            throw new TorchException($"got {outputs.Count} tensors and {gradients.Count} gradients");
        }

        var complete = new Tensor?[outputs.Count];
        for (var i = 0; i < complete.Length; i++)
        {
            NullCheck.Of(outputs[i], nameof(outputs));
            complete[i] = gradients?[i] is { } gradient ? Matching(outputs[i], gradient, i, batched) : Implicit(outputs[i]);
        }

        return complete;
    }

    private static Tensor Matching(Tensor output, Tensor gradient, int i, bool batched)
    {
        using var first = batched ? gradient[0] : null;
        var (got, wanted) = ((first ?? gradient).Shape, output.Shape);
        if (got != wanted && batched)
        {
            // Python removes the batch dimension twice in this message; the message here is the same.
            var shown = Size.Create(((ReadOnlySpan<long>)got)[Math.Min(1, got.Count)..]);
            throw new TorchException(
                "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch was detected: "
                + $"grad_output[{i}] has a shape of {shown} and output[{i}] has a shape of {wanted}. If you only want some tensors in `grad_output` to be considered batched, consider using vmap.");
        }

        if (got != wanted)
        {
            throw new TorchException($"Mismatch in shape: grad_output[{i}] has a shape of {got} and output[{i}] has a shape of {wanted}.");
        }

        if (output.DType.IsComplex != gradient.DType.IsComplex)
        {
            throw new TorchException(
                $"For complex Tensors, both grad_output and output are required to have the same dtype. Mismatch in dtype: grad_output[{i}] has a dtype of {gradient.DType} and output[{i}] has a dtype of {output.DType}.");
        }

        return gradient;
    }

    private static Tensor? Implicit(Tensor output)
    {
        if (!output.RequiresGrad)
        {
            return null;
        }

        if (output.Numel != 1)
        {
            throw new TorchException("grad can be implicitly created only for scalar outputs");
        }

        if (!output.DType.IsFloatingPoint && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchException($"grad can be implicitly created only for real scalar outputs but got {output.DType}");
        }

        return output.OnesLike(memoryFormat: MemoryFormat.Preserve);
    }
}
