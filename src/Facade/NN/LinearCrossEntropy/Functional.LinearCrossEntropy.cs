namespace LibTorch.NN;

/// <summary>Linear cross entropy: a linear layer and cross entropy combined.</summary>
public static partial class Functional
{
    /// <summary>The cross entropy of a linear layer's outputs; <c>torch.nn.functional.linear_cross_entropy</c>.</summary>
    /// <param name="input">(N, in) or (in).</param>
    /// <param name="linearWeight">(C, …, in).</param>
    /// <param name="target">Classes, or probabilities of the outputs' shape.</param>
    /// <param name="linearBias">(C, …).</param>
    /// <param name="weight">A factor for each class.</param>
    /// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
    /// <param name="ignoreIndex">The class that is ignored; -100 unless given.</param>
    /// <param name="labelSmoothing">The fraction of the target that is spread over all classes.</param>
    /// <param name="options">
    /// If given, the batch is computed chunk by chunk, which takes less memory. This needs one dimension of classes and no smoothing; any
    /// other form is computed at once, with a warning. A loss computed in chunks has only a first derivative, and does not support forward
    /// mode or <see cref="Torch.Func"/>.
    /// </param>
    /// <exception cref="TorchException">The shapes do not fit.</exception>
    public static Tensor LinearCrossEntropy(
        Tensor input, Tensor linearWeight, Tensor target, Tensor? linearBias = null, Tensor? weight = null, string reduction = "mean",
        long? ignoreIndex = null, double labelSmoothing = 0.0, LinearCrossEntropyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(linearWeight);
        ArgumentNullException.ThrowIfNull(target);
        RequireLinearShapes(input, linearWeight, linearBias);
        var (inputShape, weightShape) = (input.Shape, linearWeight.Shape);
        var features = inputShape[-1];
        long[] outputs = [.. weightShape.SkipLast(1)];
        long[] logitsShape = [.. inputShape.SkipLast(1), .. outputs];
        var hasProbabilities = target.Shape.SequenceEqual(logitsShape);
        if (ignoreIndex is not null && hasProbabilities)
        {
            throw new TorchException("ignore_index cannot be specified when target contains probabilities");
        }

        if (options is not null)
        {
            if (outputs.Length == 1 && reduction is "mean" or "sum" or "none" && labelSmoothing == 0
                && (target.DType == DType.Int64 || (hasProbabilities && IsInChunks(target, input, reduction))))
            {
                return InChunks(input, linearWeight, target, linearBias, weight, reduction, ignoreIndex ?? -100, options);
            }

            Warnings.Warn(
                "linear_cross_entropy: ``options`` ignored; chunked path needs reduction in {'mean','sum','none'}, label_smoothing == 0, target.dtype == int64 "
                + "(or a probability target with reduction in {'mean','sum'}, dtype matching input, and requires_grad == False), out_features == (). "
                + $"Got reduction={PythonText.Quoted(reduction)}, label_smoothing={SettingText.Of(labelSmoothing)}, target.dtype={target.DType}, "
                + $"out_features={PythonText.Tuple([.. outputs.Skip(1)])}, tracing=False, target.requires_grad={SettingText.Of(target.RequiresGrad)}, "
                + $"linear_bias.shape={(linearBias is null ? "None" : PythonText.Tuple(linearBias.Shape))}.");
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

    // The computation in chunks gives no gradient for a target of probabilities.
    private static bool IsInChunks(Tensor target, Tensor input, string reduction) =>
        reduction is not "none" && target.DType == input.DType && !(target.RequiresGrad && Torch.IsGradEnabled());

    private static Tensor InChunks(
        Tensor input, Tensor linearWeight, Tensor target, Tensor? linearBias, Tensor? weight, string reduction, long ignoreIndex, LinearCrossEntropyOptions options)
    {
        if (input.NDim == 1)
        {
            return InChunks(input.Unsqueeze(0), linearWeight, target.Unsqueeze(0), linearBias, weight, reduction, ignoreIndex, options).Squeeze(0);
        }

        if (input.DType != linearWeight.DType && input.DType.IsFloatingPoint)
        {
            // Throws the error of Python's product for different dtypes; the products here would convert both to one dtype.
            _ = input.Narrow(0, 0, 0).Mm(linearWeight.T);
        }

        var plan = options.Plan(input, linearWeight.Shape[0], target.DType.IsFloatingPoint);
        Tensor[] inputs = linearBias is null ? [input, linearWeight] : [input, linearWeight, linearBias];
        ChunkedCrossEntropy Of(Tensor[] given) => new(given[0], given[1], given.ElementAtOrDefault(2), target, weight, reduction, ignoreIndex, plan);
        ChunkGradients<bool> wanted = new(IsWanted(input), IsWanted(linearWeight), IsWanted(linearBias));
        return (reduction == "none" ? (Function)new ChunkedLossesFunction(Of) : new ChunkedLossFunction(Of, wanted, options.AllowRetainGraph)).Apply(inputs)[0];

        static bool IsWanted(Tensor? tensor) => tensor is { RequiresGrad: true } && Torch.IsGradEnabled();
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
