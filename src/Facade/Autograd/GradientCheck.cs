using LibTorch.Interop;

namespace LibTorch;

/// <summary>What Python's torch.autograd checks before the engine runs, with its messages.</summary>
internal static class GradientCheck
{
    /// <summary>The gradients to start from: those given, or one for each scalar output.</summary>
    public static Tensor?[] Complete(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor?>? gradients)
    {
        if (gradients is not null && gradients.Count != outputs.Count)
        {
            throw new TorchException($"got {outputs.Count} tensors and {gradients.Count} gradients");
        }

        var complete = new Tensor?[outputs.Count];
        for (var i = 0; i < complete.Length; i++)
        {
            complete[i] = gradients?[i] is { } gradient ? Matching(outputs[i], gradient, i) : Implicit(outputs[i]);
        }

        return complete;
    }

    private static Tensor Matching(Tensor output, Tensor gradient, int i)
    {
        var (got, wanted) = (gradient.Shape, output.Shape);
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
