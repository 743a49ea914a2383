namespace LibTorch.NN;

/// <summary>A linear layer and cross entropy in one.</summary>
public static partial class Functional
{
    /// <summary>The cross entropy of a linear layer's outputs; <c>torch.nn.functional.linear_cross_entropy</c>.</summary>
    /// <param name="input">(N, in) or (in).</param>
    /// <param name="linearWeight">(C, …, in).</param>
    /// <param name="target">Classes, or probabilities of the outputs' shape.</param>
    /// <param name="linearBias">(C, …).</param>
    /// <param name="weight">A factor for each class.</param>
    /// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
    /// <param name="ignoreIndex">The class that does not count; -100 unless given.</param>
    /// <param name="labelSmoothing">How much of the target is spread over all classes.</param>
    /// <exception cref="TorchException">The shapes do not fit.</exception>
    public static Tensor LinearCrossEntropy(
        Tensor input, Tensor linearWeight, Tensor target, Tensor? linearBias = null, Tensor? weight = null, string reduction = "mean",
        long? ignoreIndex = null, double labelSmoothing = 0.0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(linearWeight);
        ArgumentNullException.ThrowIfNull(target);
        RequireLinearShapes(input, linearWeight, linearBias);
        var (inputShape, weightShape) = (input.Shape, linearWeight.Shape);
        var features = inputShape[-1];
        long[] outputs = [.. weightShape.SkipLast(1)];
        long[] logitsShape = [.. inputShape.SkipLast(1), .. outputs];
        if (ignoreIndex is not null && target.Shape.SequenceEqual(logitsShape))
        {
            throw new TorchException("ignore_index cannot be specified when target contains probabilities");
        }

        if (outputs.Length > 1)
        {
            var rows = outputs.Aggregate(1L, (product, extent) => product * extent);
            linearWeight = linearWeight.Reshape(rows, features);
            linearBias = linearBias?.Reshape(rows);
        }

        var logits = Torch.Linear(input, linearWeight, linearBias).Reshape(logitsShape);
        return CrossEntropy(logits, target, weight, ignoreIndex ?? -100, reduction, labelSmoothing);
    }

    private static void RequireLinearShapes(Tensor input, Tensor linearWeight, Tensor? linearBias)
    {
        if (input.NDim is < 1 or > 2)
        {
            throw new TorchException($"expected input with dimensionality 1 or 2, got {input.NDim}");
        }

        if (linearWeight.NDim < 2)
        {
            throw new TorchException($"expected linear_weight with dimensionality at least 2, got {linearWeight.NDim}");
        }

        var (inputShape, weightShape) = (input.Shape, linearWeight.Shape);
        if (inputShape[-1] != weightShape[-1])
        {
            throw new TorchException(
                $"expected equal input and linear_weight last dimensions (in_features), got {inputShape[-1]} and {weightShape[-1]}, respectively");
        }

        long[] outputs = [.. weightShape.SkipLast(1)];
        if (linearBias is not null && !linearBias.Shape.SequenceEqual(outputs))
        {
            throw new TorchException($"expected linear_bias shape {PythonText.Tuple(outputs)}, got {PythonText.Tuple(linearBias.Shape)}");
        }

        if (outputs.Length > 1 && inputShape.Count == 1)
        {
            throw new TorchException(
                $"K-dimensional loss defined by linear_weight shape {PythonText.Tuple(weightShape)} requires batched input, "
                + $"(N, {inputShape[-1]}), got unbatched input with shape {PythonText.Tuple(inputShape)}");
        }
    }
}
