using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The matrix that embeddings look rows up in.</summary>
internal static class EmbeddingTable
{
    /// <summary>The row that stands for nothing, counted from the first.</summary>
    /// <exception cref="TorchException">There is no such row.</exception>
    public static long? PaddingRow(long? paddingIdx, long rows, string name) => paddingIdx switch
    {
        > 0 when paddingIdx >= rows => throw new TorchException($"{name} must be within num_embeddings"),
        < 0 when paddingIdx < -rows => throw new TorchException($"{name} must be within num_embeddings"),
        < 0 => rows + paddingIdx,
        _ => paddingIdx,
    };

    /// <summary>Draws the rows anew, but for the one that stands for nothing.</summary>
    public static void Reset(Parameter weight, long? paddingRow)
    {
        Init.Normal_(weight);
        if (paddingRow is { } row)
        {
            using var mode = Torch.NoGrad();
            weight[row].Fill_(0);
        }
    }

    /// <summary>A matrix that was given.</summary>
    /// <exception cref="TorchException">It is no matrix, or its dtype has no gradients.</exception>
    public static Parameter Given(Tensor embeddings, bool freeze)
    {
        // Python 1 makes it a parameter with gradients first, which integers cannot be.
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            return new Parameter(embeddings, requiresGrad: !freeze);
        }

        var weight = new Parameter(embeddings);
        weight.RequiresGrad_(!freeze);
        return weight;
    }

    /// <summary>The rows and columns of a matrix.</summary>
    /// <exception cref="TorchException">It is no matrix.</exception>
    public static (long Rows, long Columns) Sides(Tensor embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.NDim == 2 ? (embeddings.Shape[0], embeddings.Shape[1]) : throw new TorchException("Embeddings parameter is expected to be 2-dimensional");
    }
}
