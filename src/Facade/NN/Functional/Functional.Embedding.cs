namespace LibTorch.NN;

/// <summary>Rows of a table, looked up by number.</summary>
public static partial class Functional
{
    /// <summary>The weight's rows with the given numbers; <c>torch.nn.functional.embedding</c>.</summary>
    /// <param name="input">Row numbers, of any shape.</param>
    /// <param name="weight">The table, a matrix.</param>
    /// <param name="paddingIdx">The row that gets no gradient.</param>
    /// <param name="maxNorm">Rows of a larger norm are first scaled down to it, in place.</param>
    /// <param name="normType">The order p of the norm for <paramref name="maxNorm"/>.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often a row was looked up.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <exception cref="TorchIndexException">There is no row of such a number.</exception>
    public static Tensor Embedding(
        Tensor input, Tensor weight, long? paddingIdx = null, double? maxNorm = null, double normType = 2.0, bool scaleGradByFreq = false, bool sparse = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        var padding = -1L;
        if (paddingIdx is { } given)
        {
            var rows = RowsOf(weight);
            if (given >= rows || given < -rows)
            {
                throw new TorchException("Padding_idx must be within num_embeddings");
            }

            padding = given < 0 ? rows + given : given;
        }

        if (maxNorm is { } largest)
        {
            input = input.Contiguous();
            Renormalize(weight, input, largest, normType);
        }

        return Torch.Embedding(weight, input, padding, scaleGradByFreq, sparse);
    }

    /// <summary>Sums, means or maxima of the weight's rows with the given numbers, bag by bag; <c>torch.nn.functional.embedding_bag</c>.</summary>
    /// <param name="input">Row numbers: a matrix with a bag in each row, or a vector that the offsets divide.</param>
    /// <param name="weight">The table, a matrix.</param>
    /// <param name="offsets">Where each bag begins in a vector; null for a matrix.</param>
    /// <param name="maxNorm">Rows of a larger norm are first scaled down to it, in place.</param>
    /// <param name="normType">The order p of the norm for <paramref name="maxNorm"/>.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often a row was looked up.</param>
    /// <param name="mode"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="perSampleWeights">A factor for each row number, for sums.</param>
    /// <param name="includeLastOffset">Whether the last offset is the vector's length.</param>
    /// <param name="paddingIdx">The row that is left out of the reduction.</param>
    /// <exception cref="TorchValueException">The arguments do not fit each other.</exception>
    public static Tensor EmbeddingBag(
        Tensor input, Tensor weight, Tensor? offsets = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, string mode = "mean",
        bool sparse = false, Tensor? perSampleWeights = null, bool includeLastOffset = false, long? paddingIdx = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.DType == DType.Int64 && input.DType.IsFloatingPoint)
        {
            Warnings.Warn(
                "Argument order of nn.functional.embedding_bag was changed. Usage `embedding_bag(weight, input, ...)` is deprecated, "
                + "and should now be `embedding_bag(input, weight, ...)`.");
            (weight, input) = (input, weight);
        }

        if (perSampleWeights is not null && input.Shape != perSampleWeights.Shape)
        {
            throw new TorchValueException(
                $"embedding_bag: If per_sample_weights ({perSampleWeights.Shape}) is not None, then it must have the same shape as the input ({input.Shape})");
        }

        if (weight.NDim != 2)
        {
            throw new TorchValueException($"weight has to be a 2D Tensor, but got Tensor of dimension {weight.NDim}");
        }

        // The last offset is included only for a vector, not for a matrix.
        includeLastOffset &= input.NDim != 2;
        offsets = BagOffsets(ref input, offsets, ref perSampleWeights);
        var number = BagMode(mode, scaleGradByFreq, sparse);
        if (maxNorm is { } largest)
        {
            Renormalize(weight, input, largest, normType);
        }

        return perSampleWeights is not null && mode != "sum"
            ? throw new TorchNotImplementedException(
                "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' "
                + $"(got mode='{mode}'). Please open a feature request on GitHub.")
            : Torch.EmbeddingBag(weight, input, offsets, scaleGradByFreq, number, sparse, perSampleWeights, includeLastOffset, paddingIdx).Item1;
    }

    // A matrix is treated as a vector whose bags all have the same length.
    private static Tensor BagOffsets(ref Tensor input, Tensor? offsets, ref Tensor? perSampleWeights)
    {
        switch (input.NDim)
        {
            case 2 when offsets is not null:
                throw new TorchValueException(
                    "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. "
                    + "However, found offsets of type <class 'torch.Tensor'>");
            case 2:
                offsets = Torch.Arange(0, input.Numel, input.Shape[1], dtype: input.DType, device: input.Device);
                input = input.Reshape(-1);
                perSampleWeights = perSampleWeights?.Reshape(-1);
                return offsets;
            case 1:
                return offsets is null ? throw new TorchValueException("offsets has to be a 1D Tensor but got None")
                    : offsets.NDim == 1 ? offsets
                    : throw new TorchValueException("offsets has to be a 1D Tensor");
            default:
                throw new TorchValueException($"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.NDim}");
        }
    }

    private static long BagMode(string mode, bool scaleGradByFreq, bool sparse) => mode switch
    {
        "sum" => 0,
        "mean" => 1,
        "max" when scaleGradByFreq => throw new TorchValueException("max mode does not support scaling the gradient by the frequency"),
        "max" when sparse => throw new TorchValueException("max mode does not support sparse weights"),
        "max" => 2,
        _ => throw new TorchValueException("mode has to be one of sum, mean or max"),
    };

    private static void Renormalize(Tensor weight, Tensor input, double maxNorm, double normType) =>
        weight.Detach().EmbeddingRenorm_(input, maxNorm, normType);

    private static long RowsOf(Tensor weight) =>
        weight.NDim > 0 ? weight.Shape[0] : throw new TorchIndexException("Dimension specified as 0 but tensor has no dimensions");
}
