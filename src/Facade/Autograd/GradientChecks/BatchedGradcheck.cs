namespace LibTorch;

/// <summary>Tests that gradients for several vectors are the same in one batched call (vmap) as in separate calls.</summary>
internal static class BatchedGradcheck
{
    public static void Backward(GradcheckCase at, int outputIndex)
    {
        var (inputs, output) = (at.DifferentiableInputs, at.Outputs[outputIndex]);
        Tensor[] vectors = [output.RandnLike(), output.RandnLike()];
        Compare(Vjp, vectors, "vjp", GradcheckAdvice.BatchedGrad, i => $"For output {outputIndex} and input {i}:\n\n{GradcheckAdvice.BatchedGrad}");

        Tensor[] Vjp(Tensor[] vector)
        {
            var grads = Torch.Autograd.Grad([output], inputs, vector, retainGraph: true, allowUnused: true);
            return [.. grads.Select((grad, i) => grad ?? Torch.Zeros([], dtype: inputs[i].DType, device: inputs[i].Device).Expand((ReadOnlySpan<long>)[.. inputs[i].Shape]))];
        }
    }

    public static void Forward(GradcheckCase at)
    {
        foreach (var index in at.InputIndices)
        {
            var input = at.Inputs[index];
            Tensor[] tangents = [input.RandnLike(), input.RandnLike()];
            Compare(Jvp, tangents, "jvp", GradcheckAdvice.BatchedForwardGrad, i => $"For output {i} and input {i}:\n\n{GradcheckAdvice.BatchedForwardGrad}");

            Tensor[] Jvp(Tensor[] tangent)
            {
                using var level = Torch.Autograd.ForwardAD.DualLevel();
                var duals = at.Inputs.Select((other, i) => i == index ? Torch.Autograd.ForwardAD.MakeDual(input.Detach(), tangent[0]) : other.Detach());
                return Array.ConvertAll(at.Function([.. duals]), output =>
                {
                    var (primal, product) = Torch.Autograd.ForwardAD.UnpackDual(output);
                    return product ?? Torch.Zeros([], dtype: primal.DType, device: primal.Device).Expand((ReadOnlySpan<long>)[.. primal.Shape]);
                });
            }
        }
    }

    private static void Compare(Func<Tensor[], Tensor[]> products, Tensor[] vectors, string name, string advice, Func<int, string> mismatch)
    {
        var (first, second) = (products([vectors[0]]), products([vectors[1]]));
        Tensor?[] results;
        try
        {
            results = BatchedGradients.Map(name, [Torch.Stack(vectors)], products);
        }
        catch (TorchException error)
        {
            throw new GradcheckException($"While computing batched gradients, got: {error.Message}\n\n{advice}", error);
        }

        for (var i = 0; i < results.Length; i++)
        {
            var expected = Torch.Stack([first[i], second[i]]);
            if (!Torch.Allclose(results[i]!, expected))
            {
                throw new GradcheckException($"{mismatch(i)}\n\nGot:\n{GradcheckAdvice.Formatted(results[i]!)}\n\nExpected:\n{GradcheckAdvice.Formatted(expected)}".Trim());
            }
        }
    }
}
